// The tour: `npm start` runs every example in order; `npm start -- with` those whose name contains "with".

import { existsSync, readFileSync } from "node:fs";
import {
  comparable,
  endedWith,
  expectedError,
  type Outcome,
  type Program,
  programs,
  run,
  title,
} from "./programs.ts";

const AT_ONCE = 2;

/** What is wrong with the outcome, or `null`. */
function complaint(program: Program, outcome: Outcome): string | null {
  const error = expectedError(program);
  if (!endedWith(outcome, error)) {
    return `ended with status ${outcome.status}${error === null ? "" : `, and was to end with ${error}`}`;
  }
  if (!existsSync(program.recorded)) return null;
  const expected = readFileSync(program.recorded, "utf8").split("\n");
  const printed = comparable(outcome.stdout).split("\n");
  const line = Array.from({ length: Math.max(expected.length, printed.length) }).findIndex(
    (_, index) => expected[index] !== printed[index],
  );
  if (line === -1) return null;
  return `line ${line + 1} is not what CPython prints: ${expected[line] ?? "(end of output)"}`;
}

/** Starts up to `AT_ONCE` programs ahead of the one whose output is shown. */
function startAll(list: readonly Program[]): Promise<Outcome>[] {
  const outcomes: Promise<Outcome>[] = [];
  for (const [index, program] of list.entries()) {
    const slot = outcomes[index - AT_ONCE];
    outcomes.push(slot === undefined ? run(program) : slot.then(() => run(program)));
  }
  return outcomes;
}

const filter = process.argv[2] ?? "";
const list = programs(filter);
const started = Date.now();
const outcomes = startAll(list);
const failures: string[] = [];

for (const [index, program] of list.entries()) {
  const outcome = await outcomes[index]!;
  const problem = complaint(program, outcome);
  console.log(`\n== ${program.name}: ${title(program)}\n`);
  process.stdout.write(outcome.stdout);
  process.stderr.write(outcome.stderr);
  if (outcome.status !== 0 && problem === null)
    console.log("(as it should: its Python twin ends with this error too)");
  if (problem !== null) {
    failures.push(program.name);
    console.log(`!! ${program.name} ${problem}`);
  }
}

const seconds = ((Date.now() - started) / 1000).toFixed(1);
const failed = failures.length === 0 ? "" : ` (${failures.join(", ")})`;
console.log(
  `\nThe tour took ${seconds} s: ${list.length - failures.length} passed, ${failures.length} failed${failed}`,
);
// An empty tour shows nothing, and must not pass for a good one.
process.exitCode = failures.length > 0 || list.length === 0 ? 1 : 0;
