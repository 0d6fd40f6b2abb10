// Writes `<name>.out` beside each example: what CPython prints for its Python twin; and `<name>.err` where the twin ends
// with an error: its class and text. `npm run record-examples [-- <filter>]`. They are never edited by hand.

import { readFileSync, rmSync, writeFileSync } from "node:fs";
import {
  comparable,
  type Example,
  examples,
  isPair,
  needsSockets,
  type Program,
  partsOf,
} from "../examples/programs.ts";
import { type Outcome, python, run, runPair } from "../examples/running.ts";
import { cpython } from "../test/support/cpython.ts";

/** The output of a program, and the error that ended it. */
interface Recording {
  readonly stdout: string;
  readonly error: string | null;
}

/** The recordings of the example's programs, in the order of `partsOf`. */
async function record(example: Example): Promise<Recording[]> {
  if (isPair(example)) {
    const { server, clients } = await runPair(example, { server: python, client: python });
    return [server, ...clients].map(recordingOf);
  }
  if (needsSockets(example)) return [recordingOf(await run(example, python))];
  return [(await cpython()).runProgram(readFileSync(example.twin!, "utf8"))];
}

function recordingOf({ stdout, stderr, status, signal }: Outcome): Recording {
  if (status === 0 || signal === "SIGTERM") {
    if (stderr !== "") throw new Error(`the twin complained: ${stderr}`);
    return { stdout, error: null };
  }
  // The last line of a traceback.
  return { stdout, error: stderr.trimEnd().split("\n").at(-1)! };
}

function write({ name, recorded, recordedError }: Program, { stdout, error }: Recording): void {
  writeFileSync(recorded, comparable(stdout));
  if (error === null) rmSync(recordedError, { force: true });
  else writeFileSync(recordedError, `${error}\n`);
  console.log(`${name}: ${stdout.split("\n").length - 1} lines${error === null ? "" : `, then ${error}`}`);
}

for (const example of examples(process.argv[2])) {
  const programs = partsOf(example);
  if (programs.some(({ twin }) => twin === null)) {
    console.log(`${example.name}: no Python twin`);
    continue;
  }
  // What was recorded before is not what this run is to wait for.
  for (const { recorded } of programs) if (isPair(example)) rmSync(recorded, { force: true });
  const recordings = await record(example);
  for (const [index, program] of programs.entries()) write(program, recordings[index]!);
}
