// Writes `<name>.out` beside each example that has a Python twin: what CPython prints for the twin.
// `npm run record-examples [-- <filter>]`. Recorded outputs are never edited by hand.

import { readFileSync, writeFileSync } from "node:fs";
import { comparable, programs } from "../examples/programs.ts";
import { cpython } from "../test/support/cpython.ts";

const py = await cpython();
for (const { name, twin, recorded } of programs(process.argv[2])) {
  if (twin === null) continue;
  const { stdout, stderr, error } = py.runProgram(readFileSync(twin, "utf8"));
  if (error !== null) {
    console.error(`${name}: ${error}\n${stderr}`);
    process.exitCode = 1;
    continue;
  }
  writeFileSync(recorded, comparable(stdout));
  console.log(`${name}: ${stdout.split("\n").length - 1} lines`);
}
