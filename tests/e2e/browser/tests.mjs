// Runs inside the page.
import { init, version } from "lexamica";

const tests = {
  "the package knows its version": async () => {
    await init();
    if (!/^\d+\.\d+\.\d+$/.test(version())) throw new Error(version());
  },
};

const results = { passed: 0, failed: 0 };
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    results.passed += 1;
    console.log(`ok ${name}`);
  } catch (e) {
    results.failed += 1;
    console.log(`FAILED ${name}\n${e.stack}`);
  }
}
globalThis.results = results;
