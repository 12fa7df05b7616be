import { invalidInput } from "./errors.js";
import { toJson } from "./json.js";
import { signWebhook, value, verifyWebhook } from "./raw.js";

/** Headers, as whatever your server has them: `Headers`, an object (also Node's, with lists), or pairs. */
export type HeadersLike =
  | Iterable<readonly [string, string]>
  | { readonly [name: string]: string | readonly string[] | undefined };

/** What may be corrected. */
export interface VerifyOptions {
  /** Corrections of the wire contract, for example another signature header. */
  contract?: { [key: string]: unknown } | undefined;
}

/**
 * Checks that a delivery comes from Lexamica. Pass the body as it arrived, before any body parser has touched it.
 *
 * @throws WebhookVerificationError if it does not; `code` says why.
 */
export function verify(
  body: Uint8Array | string, headers: HeadersLike, secrets: string | readonly string[], options: VerifyOptions = {},
): void {
  const list = typeof secrets === "string" ? [secrets] : [...secrets];
  const contract = options.contract === undefined ? undefined : toJson(options.contract, "contract");
  value(verifyWebhook(pairs(headers), bytes(body), list, contract));
}

/** Signs a body as Lexamica does, in hexadecimal. For tests. */
export function sign(body: Uint8Array | string, secret: string): string {
  return value(signWebhook(bytes(body), secret));
}

function bytes(body: unknown): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  throw invalidInput("body", "pass the raw body, a Uint8Array or a string, not the parsed object; was it read by a body parser?");
}

function pairs(headers: HeadersLike): [string, string][] {
  if (Symbol.iterator in headers) {
    return Array.from(headers as Iterable<readonly [string, string]>, ([name, text]) => [name, text]);
  }
  return Object.entries(headers).flatMap(([name, held]) =>
    (held === undefined ? [] : typeof held === "string" ? [held] : [...held]).map((text): [string, string] => [name, text]),
  );
}
