
/** Which key an operation takes. */
export type KeyTier = "public" | "private";

/** One row of the table of operations. */
export interface OperationRow {
  /** Its name, for example `cases.send`. */
  name: string;
  /** The key it takes. */
  key: KeyTier;
  /** Whether this version can carry it out. */
  available: boolean;
}

/** An error as plain data; `LexamicaError` is what is thrown. */
export interface ErrorData {
  kind: "config" | "invalid_input" | "never_sent" | "outcome_unknown" | "rejected" | "unreadable" | "webhook";
  code: string;
  detail: string;
  path?: string;
  status?: number;
  retryAfterMs?: number;
  retryable: boolean;
  safeToShow: boolean;
  serverMessage?: string;
}

/** A result: errors cross as data, so that nothing in wasm ever unwinds. */
export type Reply<T> = { ok: T } | { error: ErrorData };

/** A request to send exactly as it is. */
export interface RawRequest {
  method: string;
  url: string;
  headers: [string, string][];
  body: "empty" | { bytes: Uint8Array } | { aroundFile: { prefix: Uint8Array; suffix: Uint8Array } };
}

/** Why there is no whole answer. */
export type TransportFailure =
  | "refused" | "name_not_found" | "tls" | "timeout" | "reset" | "incomplete_answer" | "cancelled" | "other";

/** What became of a request. */
export type Outcome =
  | { neverSent: TransportFailure }
  | { maybeSent: TransportFailure }
  | { answered: { status: number; headers: [string, string][]; body: Uint8Array } };

/** Where the caller stands in its attempts. */
export interface Attempt {
  number: number;
  elapsedMs: number;
  random: number;
}

/** What to do after an attempt; the value of `done` is JSON text. */
export type Step = { done: string } | { retry: { afterMs: number; because: ErrorData } } | { failed: ErrorData };
