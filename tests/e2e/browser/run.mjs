// The npm package in Chromium, served as it is, without a bundler. Ends with a line "N passed, N failed".
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const root = import.meta.dirname;
const types = { ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json",
  ".wasm": "application/wasm" };
const folder = process.env.LEXAMICA_VECTORS;
const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
const files = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8"))));
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("LEXAMICA_")));

/** An address where nobody listens: a port that was free a moment ago. */
async function nobody() {
  const idle = createServer();
  await new Promise((ready) => idle.listen(0, "127.0.0.1", ready));
  const { port } = idle.address();
  await new Promise((closed) => idle.close(closed));
  return `http://127.0.0.1:${port}`;
}

const given = JSON.stringify({ env, files, refused: await nobody() });

/** What the page asks for: its own files, what it is given, and the checks that it shares with Node. */
function content(path) {
  if (path === "/given.json") return given;
  if (path === "/checks.mjs") return readFile(join(process.env.LEXAMICA_ROOT, "tests/e2e/node/checks.mjs"));
  return readFile(join(root, path));
}

const server = createServer(async (request, response) => {
  const path = normalize(new URL(request.url, "http://localhost").pathname);
  try {
    const body = await content(path);
    response.writeHead(200, { "content-type": types[extname(path)] ?? "application/octet-stream" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.LEXAMICA_CHROMIUM,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
let results;
try {
  const page = await browser.newPage();
  page.on("console", (message) => console.log(message.text()));
  page.on("pageerror", (error) => console.log(String(error)));
  await page.goto(`${origin}/page.html`);
  await page.waitForFunction(() => globalThis.results !== undefined, undefined, { timeout: 60_000 });
  results = await page.evaluate(() => globalThis.results);
} finally {
  await browser.close();
  server.close();
}
console.log(`vectors: ${results.vectors}`);
console.log(`${results.passed} passed, ${results.failed} failed`);
process.exitCode = results.failed || !results.passed ? 1 : 0;
