/** The loop around the core: it builds and reads, we send and sleep. */
import { errorFrom, invalidInput } from "./errors.js";
import { type Outcome, type RawRequest, type TransportFailure, interpret, prepare, value } from "./raw.js";

/** The longest that a timer can wait; with more it would not wait at all. */
const LONGEST_MS = 2 ** 31 - 1;

/** How one client sends. */
export interface Host {
  fetch: typeof fetch;
  timeoutMs: number;
}

/** What one call may add. */
export interface CallOptions {
  /** Cancels it. */
  signal?: AbortSignal | undefined;
  /** The content of the file, for `files.upload`. */
  file?: Blob | Uint8Array<ArrayBuffer> | undefined;
}

/** Carries out an operation; gives JSON text. */
export async function exchange(
  host: Host, operation: string, input: string, config: string, { signal, file }: CallOptions,
): Promise<string> {
  const random = crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n;
  const request = value(prepare(operation, input, config, random));
  const body = bodyOf(request, file);
  const started = performance.now();
  for (let number = 1; ; number += 1) {
    const outcome = await send(host, request, body, signal);
    const elapsedMs = Math.round(performance.now() - started);
    const step = interpret(operation, input, config, outcome, { number, elapsedMs, random: Math.random() });
    if ("done" in step) return step.done;
    if ("failed" in step) throw errorFrom(step.failed);
    await sleep(step.retry.afterMs, signal);
  }
}

/** The body as `fetch` takes it. */
function bodyOf({ method, body }: RawRequest, file: CallOptions["file"]): BodyInit | null {
  // Without a body some runtimes send no length, or two.
  if (body === "empty") return method === "GET" ? null : new Uint8Array(0);
  if ("bytes" in body) return body.bytes as Uint8Array<ArrayBuffer>;
  if (file === undefined) throw invalidInput("file", "this operation sends a file, and none was given");
  const { prefix, suffix } = body.aroundFile;
  return new Blob([prefix as Uint8Array<ArrayBuffer>, file, suffix as Uint8Array<ArrayBuffer>]);
}

/** Sends once. Never throws: whatever happens is an outcome. */
async function send(
  host: Host, { method, url, headers }: RawRequest, body: BodyInit | null, signal: AbortSignal | undefined,
): Promise<Outcome> {
  if (signal?.aborted) return { neverSent: "cancelled" };
  try {
    // What `fetch` would refuse with a TypeError like any other is found out here, where nothing can have left.
    new Request(url, { method, headers });
  } catch {
    return { neverSent: "other" };
  }
  const timeout = AbortSignal.timeout(Math.min(host.timeoutMs, LONGEST_MS));
  const stop = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const stopped = (): TransportFailure | undefined =>
    signal?.aborted ? "cancelled" : timeout.aborted ? "timeout" : undefined;
  let response: Response;
  try {
    // No `credentials` (Workers refuse it) and no User-Agent (it would cost a page a preflight).
    response = await host.fetch(url, { method, headers, body, redirect: "manual", signal: stop });
  } catch (error) {
    // First of all: whoever stops a request chooses the error, and it may look like one from before sending.
    const why = stopped();
    if (why) return { maybeSent: why };
    const never = beforeSending(error);
    return never ? { neverSent: never } : { maybeSent: "reset" };
  }
  // A page is not told where a redirect goes, not even its status.
  if (response.type === "opaqueredirect") return { answered: { status: 302, headers: [], body: new Uint8Array(0) } };
  try {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return { answered: { status: response.status, headers: [...response.headers], body: bytes } };
  } catch {
    return { maybeSent: stopped() ?? "incomplete_answer" };
  }
}

/** Failures of TLS that can only occur before a request is written. */
const TLS = /^(CERT_|ERR_TLS_CERT|UNABLE_TO_(GET|VERIFY)|DEPTH_ZERO_|SELF_SIGNED_|ERR_SSL_WRONG_VERSION_NUMBER$)/;

/** What Node's `fetch` puts beneath its TypeError. */
type Cause = { code?: unknown; syscall?: unknown; errors?: unknown } | undefined;

/**
 * Why the request certainly never left, if that is certain. Node's `fetch` says so in the cause of its TypeError; a
 * browser says nothing, and then nothing is certain.
 */
function beforeSending(error: unknown): TransportFailure | undefined {
  const { cause, code: own } = (error ?? {}) as { cause?: Cause; code?: unknown };
  const code = typeof cause?.code === "string" ? cause.code : "";
  if (code === "ERR_INVALID_URL" || own === "ERR_INVALID_URL") return "other";
  if (code === "ECONNREFUSED") return "refused";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "name_not_found";
  if (TLS.test(code)) return "tls";
  // Several addresses were tried: each must have failed to connect.
  const attempts = Array.isArray(cause?.errors) ? (cause.errors as { syscall?: unknown }[]) : cause ? [cause] : [];
  const connecting = attempts.length > 0 && attempts.every((attempt) => attempt.syscall === "connect");
  return code === "UND_ERR_CONNECT_TIMEOUT" || connecting ? "other" : undefined;
}

/** Waits; ends early when cancelled, and the next `send` says so. */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, LONGEST_MS));
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
