/** Browsers: `await init()` fetches the `.wasm` beside the glue. */
import init, { version } from "./wasm/lexamica.js";

export { init, version };
