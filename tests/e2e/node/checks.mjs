// What Node and the page check alike. Every check is a name and a function that throws.

/** Operations with a typed method. */
const TYPED = ["cases.send"];

/** Operations whose typed method is still to come: a new row of the table fails until it is in one of the two. */
const COMING = [
  "cases.create_existing", "cases.create_draft", "invitations.accept", "invitations.decline", "invitations.evaluate",
  "invitations.contact_attempted", "invitations.consult_complete", "updates.post", "files.upload", "files.upload_from_url",
  "files.remove", "files.download", "mappings.create", "mappings.list", "mappings.get", "mappings.update", "mappings.delete",
  "webhook_subscriptions.create", "webhook_subscriptions.list", "webhook_subscriptions.get", "webhook_subscriptions.update",
  "webhook_subscriptions.delete", "stored_event_subscriptions.create", "stored_event_subscriptions.list",
  "stored_event_subscriptions.get", "stored_event_subscriptions.update", "stored_event_subscriptions.delete",
  "stored_events.list",
];

/** Compares as JSON text, because the order of the keys is part of a result. */
function same(got, expected, what = "") {
  const [a, b] = [JSON.stringify(got), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}\n  expected ${b}\n  got      ${a}`);
}

function check(condition, what) {
  if (!condition) throw new Error(what);
}

/** The error of a call that must fail. */
async function failure(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("it did not fail");
}

const bytes = (text) => new TextEncoder().encode(text);
const text = (body) => new TextDecoder("utf-8", { fatal: true }).decode(body);

/** Only what the vector names is compared. */
const some = (error, names) => Object.fromEntries(names.filter((name) => error[name] !== undefined).map((name) => [name, error[name]]));

/** How each suite is run: what came out, in the form of the vector's `expect` or `expectError`. */
const SUITES = {
  mapping(raw, vector) {
    const apply = { inbound: raw.mapInbound, outbound: raw.mapOutbound }[vector.direction];
    const reply = apply(JSON.stringify(vector.mapping), JSON.stringify(vector.input));
    compare(vector, "ok" in reply ? { ok: JSON.parse(reply.ok) } : reply);
  },
  recipe(raw, vector) {
    const record = typeof vector.record === "string" ? vector.record : JSON.stringify(vector.record);
    const reply = raw.applyRecipe(JSON.stringify(vector.recipe), record);
    // The reasons are for people, and may be worded anew.
    compare(vector, "ok" in reply ? { ok: JSON.parse(reply.ok, (key, value) => (key === "reason" ? undefined : value)) } : reply);
  },
  // Text in, text out: every character of the result counts.
  mapping_text(raw, vector) {
    const apply = { inbound: raw.mapInbound, outbound: raw.mapOutbound }[vector.direction];
    compare({ ...vector, expect: vector.expectText }, apply(JSON.stringify(vector.mapping), vector.text));
  },
  prepare(raw, vector) {
    const reply = raw.prepare(vector.operation, JSON.stringify(vector.input), JSON.stringify(vector.config), BigInt(vector.random));
    if ("error" in reply) return compare(vector, reply);
    const { method, url, headers, body } = reply.ok;
    const shown = body === "empty" ? { body: "" }
      : "bytes" in body ? { body: text(body.bytes) }
        : { bodyPrefix: text(body.aroundFile.prefix), bodySuffix: text(body.aroundFile.suffix) };
    return compare(vector, { ok: { method, url, headers, ...shown } });
  },
  interpret(raw, vector) {
    const { answered } = vector.outcome;
    const outcome = answered ? { answered: { ...answered, body: bytes(answered.body) } } : vector.outcome;
    const step = raw.interpret(
      vector.operation, JSON.stringify(vector.input), JSON.stringify(vector.config), outcome, vector.attempt);
    const { expect } = vector;
    if ("done" in step) same(sorted({ done: JSON.parse(step.done) }), sorted(expect));
    else if ("retry" in step) same({ retryAfterMs: step.retry.afterMs, code: step.retry.because.code }, expect);
    else same(sorted({ failed: some(step.failed, ["kind", "code", "status", ...("path" in (expect.failed ?? {}) ? ["path"] : [])]) }), sorted(expect));
  },
  webhook(raw, vector) {
    const body = vector.bodyBase64 === undefined ? bytes(vector.body)
      : Uint8Array.from(atob(vector.bodyBase64), (c) => c.charCodeAt(0));
    const reply = raw.verifyWebhook(vector.headers, body, vector.secrets, undefined);
    same("ok" in reply ? "ok" : { code: reply.error.code }, vector.expect);
  },
};

function compare(vector, reply) {
  const { expectError } = vector;
  if (expectError) same(reply.error && some(reply.error, Object.keys(expectError)), expectError);
  else same("ok" in reply ? reply.ok : reply, vector.expect);
}

/** With its keys in one order and without those that are null, where the order says nothing. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== "object") return value;
  const keys = Object.keys(value).filter((key) => value[key] !== null).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key])]));
}

/** The shared vectors, as checks. `files` is the parsed content of every file. */
export function vectorChecks(raw, files) {
  const checks = files.flatMap(({ suite, vectors }) => vectors.map((vector) => [
    `${suite}: ${vector.name}`,
    () => {
      if (!SUITES[suite]) throw new Error(`no runner for the suite ${suite}`);
      SUITES[suite](raw, vector);
    },
  ]));
  if (checks.length === 0) throw new Error("no vectors were found");
  return checks;
}

/**
 * One case there and back, and what must fail. `page` says that the platform does not tell why a request failed.
 * `refused` is an address where nobody listens.
 */
export function smokeChecks(lexamica, webhooks, env, { page, refused }) {
  const options = (other) => ({
    organizationId: env.LEXAMICA_ORGANIZATION_ID,
    publicKey: env.LEXAMICA_PUBLIC_KEY,
    baseUrl: env.LEXAMICA_BASE_URL,
    ...other,
  });
  const mappingId = env.LEXAMICA_MAPPING_ID;
  const mapping = new lexamica.Mapping(JSON.parse(env.LEXAMICA_MAPPING));
  const record = (reference) => ({
    externalReference: reference,
    client: { firstName: "Ana", lastName: "Núñez 🙂", phone: "+13125550123" },
    caseType: "Motor Vehicle Accident",
    incident: { date: "2026-02-03", address: { state: "IL" } },
    summary: "Rear-ended at a light",
  });
  const payload = mapping.outbound(record("L-0"));

  return [
    ["a case goes out, and its delivery comes back", async () => {
      const reference = `${page ? "page" : "node"}-${crypto.randomUUID()}`;
      const sent = await new lexamica.IngestClient(options()).cases.send(
        { mappingId, payload: mapping.outbound(record(reference)), mapping });
      check(sent.caseId, `no case id: ${sent.note}`);
      const delivery = await fetch(`${env.LEXAMICA_CATCHER_URL}/deliveries/${reference}`);
      check(delivery.status === 200, `the delivery did not come (status ${delivery.status})`);
      const body = new Uint8Array(await delivery.arrayBuffer());
      webhooks.verify(body, delivery.headers, env.LEXAMICA_WEBHOOK_SECRET);
      webhooks.verify(text(body), [...delivery.headers], ["another secret, an old one", env.LEXAMICA_WEBHOOK_SECRET]);
      const changed = body.slice();
      changed[changed.length - 2] ^= 1;
      const error = await failure(() => webhooks.verify(changed, delivery.headers, env.LEXAMICA_WEBHOOK_SECRET));
      check(error instanceof webhooks.WebhookVerificationError, String(error));
      same(error.code, "signature_mismatch");
      const canonical = mapping.inbound(JSON.parse(text(body)));
      same([canonical.externalReference, canonical._id], [reference, sent.caseId]);
    }],
    ["a signature of our own verifies", () => {
      const body = bytes('{"a":1}');
      const signature = webhooks.sign(body, "a secret of my own");
      webhooks.verify(body, { "X-Lexamica-Signature": [signature], host: undefined }, "a secret of my own");
    }],
    ["a parsed body is refused with the cause", async () => {
      const error = await failure(() => webhooks.verify({ a: 1 }, {}, "a secret of my own"));
      same([error.code, error.path], ["invalid_input", "body"]);
      check(error.message.includes("raw body"), error.message);
    }],
    ["a refused connection is told as far as the platform knows", async () => {
      const client = new lexamica.IngestClient(options({ baseUrl: refused, retry: { maxAttempts: 2, baseDelayMs: 1 } }));
      const error = await failure(() => client.cases.send({ mappingId, payload }));
      const [type, code] = page
        ? [lexamica.OutcomeUnknownError, "connection_lost"] : [lexamica.NeverSentError, "connection_refused"];
      check(error instanceof type && lexamica.isLexamicaError(error), String(error));
      same(error.code, code);
    }],
    ["a wrong key is refused", async () => {
      const client = new lexamica.IngestClient(options({ publicKey: "not-the-key" }));
      const error = await failure(() => client.cases.send({ mappingId, payload }));
      check(error instanceof lexamica.RejectedError, String(error));
      same([error.code, error.status], ["unauthorized", 401]);
      check(!`${error.stack}${JSON.stringify(error)}`.includes("not-the-key"), "the error tells the key");
    }],
    ["what is cancelled before it is sent was never sent", async () => {
      let calls = 0;
      const client = new lexamica.IngestClient(options({ fetch: () => { calls += 1; return Promise.reject(new TypeError()); } }));
      const error = await failure(() => client.cases.send({ mappingId, payload }, { signal: AbortSignal.abort() }));
      check(error instanceof lexamica.NeverSentError, String(error));
      same([error.code, calls], ["cancelled_before_send", 0]);
    }],
    ["what is cancelled or timed out under way may have arrived", async () => {
      const hang = (_, { signal }) => new Promise((_, reject) => {
        // Stands for the open socket: Node ends when nothing but the timeout is left to wait for.
        const open = setTimeout(() => {}, 60_000);
        signal.addEventListener("abort", () => {
          clearTimeout(open);
          reject(signal.reason);
        });
      });
      const stop = new AbortController();
      const cancelled = failure(() => new lexamica.IngestClient(options({ fetch: hang })).cases
        .send({ mappingId, payload }, { signal: stop.signal }));
      stop.abort();
      same((await cancelled).code, "cancelled_in_flight");
      const error = await failure(() => new lexamica.IngestClient(options({ fetch: hang, timeoutMs: 20 })).cases
        .send({ mappingId, payload }));
      check(error instanceof lexamica.OutcomeUnknownError, String(error));
      same(error.code, "timeout");
    }],
    ["a reason to stop that looks like a refused connection proves nothing", async () => {
      const reason = Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
      const stop = new AbortController();
      let requests = 0;
      // The request has been read when the caller stops.
      const read = async (_, { signal }) => {
        requests += 1;
        stop.abort(reason);
        throw signal.reason;
      };
      const error = await failure(() => new lexamica.IngestClient(options({ fetch: read, retry: { maxAttempts: 3, baseDelayMs: 1 } }))
        .cases.send({ mappingId, payload }, { signal: stop.signal }));
      check(error instanceof lexamica.OutcomeUnknownError, String(error));
      same([error.code, requests], ["cancelled_in_flight", 1]);
    }],
    ["what fetch refuses to send was never sent", async () => {
      let requests = 0;
      const invalid = () => {
        requests += 1;
        return Promise.reject(Object.assign(new TypeError("Invalid URL"), { code: "ERR_INVALID_URL" }));
      };
      const send = (other) => failure(() => new lexamica.IngestClient(options({ retry: { maxAttempts: 1 }, ...other }))
        .cases.send({ mappingId, payload }));
      const error = await send({ fetch: invalid });
      check(error instanceof lexamica.NeverSentError, String(error));
      same(requests, 1);
      for (const baseUrl of ["http://127.0.0.1:99999", "http://[::1", "http://user:secret@127.0.0.1:9"]) {
        const early = await send({ baseUrl });
        check(early instanceof lexamica.NeverSentError || early instanceof lexamica.ConfigError, `${baseUrl}: ${early}`);
      }
    }],
    ["a wait that no timer can hold is an error", async () => {
      let requests = 0;
      const busy = async () => {
        requests += 1;
        return new Response("{}", { status: 429, headers: { "retry-after": "3000000" } });
      };
      const client = new lexamica.IngestClient(
        options({ fetch: busy, timeoutMs: 2 ** 40, retry: { maxAttempts: 3, maxRetryAfterMs: 4e9, deadlineMs: 1e10 } }));
      const error = await failure(() => client.cases.send({ mappingId, payload }));
      same([error.code, error.retryAfterMs, requests], ["rate_limited", 3e9, 1]);
    }],
    ["an answer that breaks off may have arrived", async () => {
      const broken = () => Promise.resolve(new Response(new ReadableStream({ pull: (c) => c.error(new TypeError("reset")) })));
      const error = await failure(() => new lexamica.IngestClient(options({ fetch: broken })).cases.send({ mappingId, payload }));
      same(error.code, "incomplete_answer");
    }],
    ["what JSON cannot hold is refused before it is sent, with its place", async () => {
      const client = new lexamica.IngestClient(options({ fetch: () => { throw new Error("it was sent"); } }));
      const wrong = [NaN, -Infinity, new Number(NaN), 10n, () => {}, Symbol("s"), new Date(2026, 1, 3), new Date(NaN), new Map([[1, 2]]),
        new Set([1]), new Uint8Array(2), /a/, { deep: new Date() }];
      for (const value of wrong) {
        const error = await failure(() => client.cases.send({ mappingId, payload: { a: [1, { LeadId: value }] } }));
        check(error instanceof lexamica.InvalidInputError, String(error));
        same(error.path, value.deep ? "payload.a.1.LeadId.deep" : "payload.a.1.LeadId", String(value));
        if (value instanceof Date) check(error.detail.includes('pass a text like "2026-02-03"'), error.detail);
      }
      const error = await failure(() => mapping.outbound({ incident: { date: new Date() } }));
      same([error.code, error.path], ["invalid_input", "canonical.incident.date"]);
    }],
    ["what is undefined is left out, and what has its own JSON is written as that", async () => {
      const bodies = [];
      const answer = async (_, { body }) => {
        bodies.push(text(body));
        return new Response('{"case_id":"1"}');
      };
      const plainDate = { toJSON: () => "2026-02-03" };
      await new lexamica.IngestClient(options({ fetch: answer })).cases.send(
        { mappingId, payload: { a: undefined, b: plainDate, c: Object.create(null), "": 1 } });
      same(bodies, ['{"b":"2026-02-03","c":{},"":1}']);
    }],
    ["the private key has no place here", async () => {
      const error = await failure(() => new lexamica.IngestClient(options({ privateKey: "sk" })));
      check(error instanceof lexamica.ConfigError, String(error));
      same(error.path, "privateKey");
    }],
    ["every operation has its typed method, or is known to be coming", () => {
      const { cases } = new lexamica.IngestClient(options());
      const typed = Object.keys(cases).map((name) => `cases.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`);
      same(typed, TYPED);
      same([...typed, ...COMING].sort(), lexamica.operations().map(({ name }) => name).sort());
    }],
    ["every available operation of the public key can be called", async () => {
      const rows = lexamica.operations();
      same(rows.length, 29, "rows of the table");
      const client = new lexamica.IngestClient(options());
      const reachable = rows.filter((row) => row.available && row.key === "public");
      check(reachable.length > 0, "none is available");
      for (const { name } of reachable) {
        // No arguments: the operation itself must be the one that says so.
        const error = await failure(() => client.call(name, {}));
        same([error.code, error.path], ["invalid_input", "input"], name);
      }
      for (const { name } of rows.filter((row) => row.available && row.key === "private")) {
        const error = await failure(() => client.call(name, {}));
        check(["invalid_config", "invalid_input"].includes(error.code), `${name}: ${error.code}`);
      }
    }],
  ];
}

/** Runs checks, prints what failed, counts. */
export async function run(checks) {
  let failed = 0;
  for (const [name, test] of checks) {
    try {
      await test();
    } catch (error) {
      failed += 1;
      console.log(`FAILED ${name}\n${error.stack ?? error}`);
    }
  }
  return { passed: checks.length - failed, failed };
}
