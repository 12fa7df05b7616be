/** `lexamica` in Node. */
export * from "./api.js";
export { init } from "./node-load.js";
