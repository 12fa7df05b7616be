/** `lexamica/intake`: for a page. `await init()` first; the Public Key only. */
export * from "./api.js";
export { init, type WasmSource } from "./web.js";
