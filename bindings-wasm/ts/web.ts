import start from "./wasm/lexamica.js";
import { loaded } from "./raw.js";

/** Where the wasm comes from: an address, a response, a compiled module or its bytes. */
export type WasmSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

let starting: Promise<void> | undefined;

/**
 * Loads the wasm, by default from beside this package. Call it once before anything else; more calls do no more.
 *
 * A Content Security Policy needs `wasm-unsafe-eval`.
 */
export function init(source?: WasmSource | Promise<Response>): Promise<void> {
  starting ??= start(source === undefined ? undefined : { module_or_path: source }).then(loaded).catch((error: unknown) => {
    // A network that failed once may work the next time.
    starting = undefined;
    throw error;
  });
  return starting;
}
