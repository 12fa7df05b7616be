/** `lexamica/webhooks` in Node. */
export { sign, verify, type HeadersLike, type VerifyOptions } from "./webhooks.js";
export { LexamicaError, WebhookVerificationError, isLexamicaError } from "./errors.js";
export { init } from "./node-load.js";
