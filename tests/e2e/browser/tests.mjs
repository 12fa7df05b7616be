// Runs inside the page.
import * as lexamica from "lexamica/intake";
import * as raw from "lexamica/raw";
import * as webhooks from "lexamica/webhooks";
import { run, smokeChecks, vectorChecks } from "/checks.mjs";

async function main() {
  const { env, files, refused } = await (await fetch("/given.json")).json();
  const early = (() => {
    try {
      return lexamica.version();
    } catch (error) {
      return error.message;
    }
  })();
  const first = lexamica.init();
  const second = lexamica.init("/nowhere.wasm");
  await first;
  const own = [
    ["what is used too early says what to do", () => {
      if (!early.includes("await init()")) throw new Error(early);
    }],
    ["init is done once", () => {
      if (first !== second) throw new Error("it was done twice");
    }],
    ["the package knows its version", () => {
      if (!/^\d+\.\d+\.\d+$/.test(lexamica.version())) throw new Error(lexamica.version());
    }],
  ];
  const vectors = vectorChecks(raw, files);
  const smoke = smokeChecks(lexamica, webhooks, env, { page: true, refused });
  const results = await run([...vectors, ...smoke, ...own]);
  return { ...results, vectors: vectors.length };
}

main().then(
  (results) => { globalThis.results = results; },
  (error) => { globalThis.results = { passed: 0, failed: 1, vectors: 0 }; console.log(error.stack); },
);
