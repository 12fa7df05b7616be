/** What this package throws: one class, with a subclass for each kind of trouble. */
import type { ErrorData } from "./wasm/lexamica.js";

/** A global symbol, so that two copies of this package in one program know each other's errors. */
const BRAND = Symbol.for("lexamica.error");

/** Everything that this package throws on purpose. */
export class LexamicaError extends Error {
  override readonly name: string = "LexamicaError";
  /** What went wrong, and whether the request can have taken effect. */
  readonly kind: ErrorData["kind"];
  /** The stable reason, for programs: `connection_refused`, `unauthorized` and so on. */
  readonly code: string;
  /** A sentence for the developer: what, the likely cause, what to do. Holds no client data. */
  readonly detail: string;
  /** Where in the input the problem is. */
  readonly path: string | undefined;
  /** The HTTP status, if the server answered. */
  readonly status: number | undefined;
  /** How long the server asked to wait. */
  readonly retryAfterMs: number | undefined;
  /** Whether sending the same request again cannot create a second effect. */
  readonly retryable: boolean;
  /** Whether `detail` may be shown to the visitor of a page. */
  readonly safeToShow: boolean;
  // Private, so that printing the error never prints it.
  readonly #serverMessage: string | undefined;

  constructor(data: ErrorData) {
    super(data.path === undefined ? data.detail : `${data.path}: ${data.detail}`);
    this.kind = data.kind;
    this.code = data.code;
    this.detail = data.detail;
    this.path = data.path;
    this.status = data.status;
    this.retryAfterMs = data.retryAfterMs;
    this.retryable = data.retryable;
    this.safeToShow = data.safeToShow;
    this.#serverMessage = data.serverMessage;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The server's own words. They may repeat client data: show them to the developer, keep them out of logs. */
  get serverMessage(): string | undefined {
    return this.#serverMessage;
  }
}

/** The client is set up wrongly; nothing was sent. */
export class ConfigError extends LexamicaError {
  override readonly name = "ConfigError";
}

/** The caller's data cannot be used; nothing was sent. */
export class InvalidInputError extends LexamicaError {
  override readonly name = "InvalidInputError";
}

/** The request certainly never left; sending it again is safe. */
export class NeverSentError extends LexamicaError {
  override readonly name = "NeverSentError";
}

/** The request may have taken effect; sending it again may create a second case. */
export class OutcomeUnknownError extends LexamicaError {
  override readonly name = "OutcomeUnknownError";
}

/** The server refused the request; it had no effect. */
export class RejectedError extends LexamicaError {
  override readonly name = "RejectedError";
}

/** The server accepted the request, but its answer could not be read. */
export class UnreadableAnswerError extends LexamicaError {
  override readonly name = "UnreadableAnswerError";
}

/** A delivery's signature does not prove that it comes from Lexamica. */
export class WebhookVerificationError extends LexamicaError {
  override readonly name = "WebhookVerificationError";
}

const CLASSES: Record<ErrorData["kind"], new (data: ErrorData) => LexamicaError> = {
  config: ConfigError,
  invalid_input: InvalidInputError,
  never_sent: NeverSentError,
  outcome_unknown: OutcomeUnknownError,
  rejected: RejectedError,
  unreadable: UnreadableAnswerError,
  webhook: WebhookVerificationError,
};

/** The error to throw for an error as data. */
export function errorFrom(data: ErrorData): LexamicaError {
  // A kind from a newer core is still a LexamicaError.
  return new (CLASSES[data.kind] ?? LexamicaError)(data);
}

/** An error about an argument that only JavaScript can get wrong, before the core sees it. */
export function invalidInput(path: string, detail: string): InvalidInputError {
  return new InvalidInputError({
    kind: "invalid_input", code: "invalid_input", detail, path, retryable: false, safeToShow: true,
  });
}

/** Whether something caught is this package's error; unlike `instanceof`, also across two copies of the package. */
export function isLexamicaError(error: unknown): error is LexamicaError {
  return typeof error === "object" && error !== null && BRAND in error;
}
