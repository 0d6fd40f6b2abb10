// Writes `<name>.out` beside each example that has a Python twin: what CPython prints for the twin; and `<name>.err` where
// the twin ends with an error: its class and text. `npm run record-examples [-- <filter>]`. They are never edited by hand.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { comparable, programs } from "../examples/programs.ts";
import { cpython } from "../test/support/cpython.ts";

const py = await cpython();
for (const { name, twin, recorded, recordedError } of programs(process.argv[2])) {
  if (twin === null) continue;
  const { stdout, error } = py.runProgram(readFileSync(twin, "utf8"));
  writeFileSync(recorded, comparable(stdout));
  if (error === null) rmSync(recordedError, { force: true });
  else writeFileSync(recordedError, `${error}\n`);
  console.log(`${name}: ${stdout.split("\n").length - 1} lines${error === null ? "" : `, then ${error}`}`);
}
