// The npm package in Node. Ends with a line "N passed, N failed".
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createServer as createHttpServer } from "node:http";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import * as lexamica from "lexamica";
import * as raw from "lexamica/raw";
import * as webhooks from "lexamica/webhooks";
import { run, smokeChecks, vectorChecks } from "./checks.mjs";

const folder = process.env.LEXAMICA_VECTORS;
const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
const files = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))));

/** An address where nobody listens: a port that was free a moment ago. */
async function nobody() {
  const server = createServer();
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return `http://127.0.0.1:${port}`;
}

const own = [
  ["the package knows its version", () => assert.match(lexamica.version(), /^\d+\.\d+\.\d+$/)],
  ["require gives the very same package", () => {
    const required = createRequire(import.meta.url);
    assert.equal(required("lexamica").LexamicaError, lexamica.LexamicaError);
    assert.equal(required("lexamica/webhooks").verify, webhooks.verify);
  }],
  ["printing a client prints no key", () => {
    const client = new lexamica.IngestClient({ organizationId: "o", publicKey: "pk-not-to-be-seen", environment: "sandbox" });
    const printed = inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
    assert.ok(!printed.includes("pk-not-to-be-seen"), printed);
  }],
  ["a stop after the request was read may have arrived, whatever its reason looks like", async () => {
    const reason = Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED", syscall: "connect" } });
    const stop = new AbortController();
    let requests = 0;
    const server = createHttpServer((request) => {
      requests += 1;
      request.resume().on("end", () => stop.abort(reason));
    });
    await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
    const client = new lexamica.IngestClient({
      organizationId: "o", publicKey: "pk", baseUrl: `http://127.0.0.1:${server.address().port}`,
      retry: { maxAttempts: 3, baseDelayMs: 1 },
    });
    try {
      await assert.rejects(client.cases.send({ mappingId: "m", payload: { a: 1 } }, { signal: stop.signal }), (error) =>
        error instanceof lexamica.OutcomeUnknownError && error.code === "cancelled_in_flight");
      assert.equal(requests, 1);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }],
  ["a host name that does not exist was never reached", async () => {
    const client = new lexamica.IngestClient({
      organizationId: "o", publicKey: "pk", baseUrl: "https://nobody.invalid", retry: { maxAttempts: 1 },
    });
    await assert.rejects(client.cases.send({ mappingId: "m", payload: { a: 1 } }), lexamica.NeverSentError);
  }],
];

const vectors = vectorChecks(raw, files);
const smoke = smokeChecks(lexamica, webhooks, process.env, { page: false, refused: await nobody() });
const { passed, failed } = await run([...vectors, ...smoke, ...own]);
console.log(`vectors: ${vectors.length}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
