/** Node: the `.wasm` is read from the package, at once. */
import { readFileSync } from "node:fs";
import { initSync, version } from "./wasm/lexamica.js";

initSync({ module: readFileSync(new URL("./wasm/lexamica_bg.wasm", import.meta.url)) });

/** Nothing is left to do: the same call as in a browser. */
export async function init(): Promise<void> {}

export { version };
