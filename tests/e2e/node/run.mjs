// The npm package in Node. Ends with a line "N passed, N failed".
import assert from "node:assert/strict";
import * as lexamica from "lexamica";

const tests = {
  "the package knows its version": () => assert.match(lexamica.version(), /^\d+\.\d+\.\d+$/),
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok ${name}`);
  } catch (e) {
    failed += 1;
    console.log(`FAILED ${name}\n${e.stack}`);
  }
}
console.log(`${Object.keys(tests).length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
