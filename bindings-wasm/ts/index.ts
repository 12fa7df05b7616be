/** `lexamica` where the wasm must be fetched or given: `await init()` first. */
export * from "./api.js";
export { init, type WasmSource } from "./web.js";
