import { ConfigError } from "./errors.js";
import { type CallOptions, type Host, exchange } from "./exchange.js";
import { toJson } from "./json.js";
import type { JsonObject, MappingData } from "./mapping.js";

/** How patiently to retry what may be retried; what is left out has the core's default. */
export interface RetryPolicy {
  /** Requests in all, the first included. 1 means never retry. */
  maxAttempts?: number;
  /** Upper bound of the first wait; it doubles with each attempt. */
  baseDelayMs?: number;
  /** Upper bound of any wait that the server did not ask for. */
  maxDelayMs?: number;
  /** Longest `Retry-After` that is waited for. */
  maxRetryAfterMs?: number;
  /** Total time, waits included. */
  deadlineMs?: number;
}

/** Who calls and where. */
export interface IngestOptions {
  /** Your organization. */
  organizationId: string;
  /** Its Public Key. The Private Key has no place here: it must never be in a page. */
  publicKey: string;
  /** Where to send; or give a `baseUrl`. */
  environment?: "sandbox" | "production" | undefined;
  /** Another address, for example of a local sandbox. */
  baseUrl?: string | undefined;
  /** Corrections of the wire contract. */
  contract?: JsonObject | undefined;
  /** How patiently to retry. */
  retry?: RetryPolicy | undefined;
  /** Another `fetch`. */
  fetch?: typeof fetch | undefined;
  /** How long one request may take; 60 seconds unless you say otherwise. */
  timeoutMs?: number | undefined;
}

/** A case to send. */
export interface SendCase {
  /** Id of the Case mapping. */
  mappingId: string;
  /** The case, in your field names. */
  payload: JsonObject;
  /** The mapping itself, to find the case's id in the answer whatever it is called there. */
  mapping?: MappingData | undefined;
}

/** What is known after the server has accepted a case. */
export interface SentCase {
  /** Lexamica's id, or null if the answer holds none. The case is there in both cases: do not send it again. */
  caseId: string | null;
  /** Why there is no id, if there is none. */
  note?: string;
  /** The whole answer. */
  answer: { status: number; body: unknown };
}

/** The operations on cases. */
export interface Cases {
  /**
   * Creates a case and hands it to the relay engine.
   *
   * @throws NeverSentError if it certainly never left, OutcomeUnknownError if it may have arrived: then do not simply
   * send it again.
   */
  send(input: SendCase, options?: CallOptions): Promise<SentCase>;
}

/** Sends cases with the Public Key. */
export class IngestClient {
  readonly cases: Cases;
  // Private fields, so that printing the client prints no key.
  readonly #config: string;
  readonly #host: Host;

  constructor(options: IngestOptions) {
    if ("privateKey" in options) {
      throw new ConfigError({
        kind: "config", code: "invalid_config", path: "privateKey", retryable: false, safeToShow: false,
        detail: "this client takes the public key only; the private key must never be in a page or an app",
      });
    }
    const { fetch: send, timeoutMs = 60_000, ...config } = options;
    this.#config = toJson(config, "config");
    // Looked up at each call, so that a page's own wrapper of `fetch` is used whenever it came.
    this.#host = { fetch: send ?? ((input, init) => globalThis.fetch(input, init)), timeoutMs };
    this.cases = {
      send: (input, callOptions) => this.call("cases.send", input, callOptions) as Promise<SentCase>,
    };
  }

  /** Carries out any operation of the table by name, for example `files.upload`. */
  async call(name: string, input: object, options: CallOptions = {}): Promise<unknown> {
    return JSON.parse(await exchange(this.#host, name, toJson(input, "input", ""), this.#config, options));
  }
}
