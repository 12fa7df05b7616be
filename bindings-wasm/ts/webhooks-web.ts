/** `lexamica/webhooks` where the wasm must be fetched or given: `await init()` first. */
export { sign, verify, type HeadersLike, type VerifyOptions } from "./webhooks.js";
export { LexamicaError, WebhookVerificationError, isLexamicaError } from "./errors.js";
export { init, type WasmSource } from "./web.js";
