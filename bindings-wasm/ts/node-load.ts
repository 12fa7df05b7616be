/** Node reads the wasm from the package on first use, at once: nothing to await, nothing done on import. */
import { readFileSync } from "node:fs";
import { initSync } from "./wasm/lexamica.js";
import { loadWith, loaded } from "./raw.js";

loadWith(() => {
  initSync({ module: readFileSync(new URL("./wasm/lexamica_bg.wasm", import.meta.url)) });
  loaded();
});

/** Nothing is left to do: here so that the same code runs in a browser. */
export async function init(): Promise<void> {}
