// Compares what an example's programs left with what CPython left of their twins.

import { comparable, expectedError, expectedOutput, type Program } from "./programs.ts";
import { endedWith, type Outcome } from "./running.ts";

/** What is wrong with the outcome of a program, or `null`. */
export function complaint(program: Program, outcome: Outcome): string | null {
  const recorded = expectedOutput(program);
  if (recorded === null) return "has no recorded output: npm run record-examples";
  const error = expectedError(program);
  if (!endedWith(outcome, error)) {
    const wanted = error === null ? "" : `, and was to end with ${error}`;
    return `ended with ${outcome.signal ?? `status ${outcome.status}`}${wanted}\n${outcome.stderr}`;
  }
  return difference(recorded, comparable(outcome.stdout));
}

/** The first line in which two outputs differ. */
export function difference(expected: string, printed: string): string | null {
  if (expected === printed) return null;
  const wanted = expected.split("\n");
  const given = printed.split("\n");
  const index = wanted.findIndex((line, at) => line !== given[at]);
  // All that was wanted is there: there is more of it.
  const at = index === -1 ? wanted.length : index;
  return `line ${at + 1}: CPython prints ${shown(wanted[at])}, and here it is ${shown(given[at])}`;
}

function shown(line: string | undefined): string {
  return line === undefined ? "nothing more" : JSON.stringify(line);
}
