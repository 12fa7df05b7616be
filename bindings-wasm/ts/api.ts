/** What every entry of the package gives. */
export { IngestClient } from "./client.js";
export type { Cases, IngestOptions, RetryPolicy, SendCase, SentCase } from "./client.js";
export type { CallOptions } from "./exchange.js";
export {
  ConfigError, InvalidInputError, LexamicaError, NeverSentError, OutcomeUnknownError, RejectedError,
  UnreadableAnswerError, WebhookVerificationError, isLexamicaError,
} from "./errors.js";
export { Mapping } from "./mapping.js";
export type { JsonObject, MappingData, Pair } from "./mapping.js";
export { operations, version } from "./raw.js";
