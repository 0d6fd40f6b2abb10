// The tour: `npm start` runs every example in order; `npm start -- with` those whose name contains "with".

import { complaint } from "./checking.ts";
import { type Example, examples, isPair, partsOf, title } from "./programs.ts";
import { type Outcome, run, runPair } from "./running.ts";

const AT_ONCE = 2;

/** What an example's programs left, in the order of `partsOf`, or why they could not be run. */
type Result = { readonly seconds: number } & (
  | { readonly outcomes: readonly Outcome[] }
  | { readonly error: unknown }
);

async function outcomesOf(example: Example): Promise<readonly Outcome[]> {
  if (!isPair(example)) return [await run(example)];
  const { server, clients } = await runPair(example);
  return [server, ...clients];
}

async function timed(example: Example): Promise<Result> {
  const started = Date.now();
  const seconds = (): number => (Date.now() - started) / 1000;
  try {
    return { outcomes: await outcomesOf(example), seconds: seconds() };
  } catch (error) {
    return { error, seconds: seconds() };
  }
}

/** Runs the examples in order, so many at once; gives the promise of each. */
function startAll(list: readonly Example[], atOnce: number): Promise<Result>[] {
  const finish: ((result: Result) => void)[] = [];
  const results = list.map((_, index) => new Promise<Result>((resolve) => (finish[index] = resolve)));
  const waiting = list.entries();
  const work = async (): Promise<void> => {
    for (const [index, example] of waiting) finish[index]!(await timed(example));
  };
  for (let worker = 0; worker < atOnce; worker++) void work();
  return results;
}

function complaints(example: Example, result: Result): string[] {
  if ("error" in result) return [`${example.name}: ${result.error}`];
  return partsOf(example).flatMap((program, index) => {
    const text = complaint(program, result.outcomes[index]!);
    return text === null ? [] : [`${program.name} ${text}`];
  });
}

function show(example: Example, outcomes: readonly Outcome[]): void {
  for (const [index, program] of partsOf(example).entries()) {
    const { stdout, stderr, status } = outcomes[index]!;
    if (isPair(example)) console.log(`-- ${program.name}`);
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    if (status === 1) console.log("(its Python twin ends with this error too)");
  }
  console.log();
}

const words = process.argv.slice(2);
const filter = words.find((word) => !word.startsWith("-")) ?? "";
const shown = filter !== "" || words.includes("--show");
const list = examples(filter);
const width = Math.max(...list.map(({ name }) => name.length));
const started = Date.now();
const results = startAll(list, AT_ONCE);
const failed: string[] = [];

for (const [index, example] of list.entries()) {
  const result = await results[index]!;
  const problems = complaints(example, result);
  const mark = problems.length === 0 ? "ok  " : "FAIL";
  const line = `${mark}  ${example.name.padEnd(width)}  ${result.seconds.toFixed(1)} s  ${title(example)}`;
  // One line for each, on a narrow terminal too.
  console.log(line.slice(0, process.stdout.columns));
  for (const problem of problems) console.log(`!!    ${problem}`);
  if (problems.length > 0) failed.push(example.name);
  if (shown && "outcomes" in result) show(example, result.outcomes);
}

const seconds = ((Date.now() - started) / 1000).toFixed(1);
const summary = `${list.length - failed.length} of ${list.length} examples print what CPython prints (${seconds} s)`;
if (list.length === 0) console.log(`No example's name contains "${filter}"`);
else console.log(`\n${summary}${failed.length === 0 ? "" : `; not: ${failed.join(", ")}`}`);
// An empty tour shows nothing, and must not pass for a good one.
process.exitCode = failed.length > 0 || list.length === 0 ? 1 : 0;
