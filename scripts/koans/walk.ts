// Runs the koans of the files named on the command line in order, up to the first that fails; tells each as a line of JSON.

import { pathToFileURL } from "node:url";
import { BlankLeft, runKoan, takeKoans, WrongAnswer } from "./koan.ts";

/** One line of the walk. */
export type Step =
  | { readonly file: string; readonly sentence: string; readonly ok: true }
  | { readonly file: string; readonly sentence: string; readonly ok: false; readonly reason: string };

function tell(step: Step): void {
  process.stdout.write(`\u001e${JSON.stringify(step)}\n`);
}

function reasonOf(error: unknown): string {
  if (error instanceof BlankLeft) return `Fill in the blank __: ${error.kind} belongs there.`;
  if (error instanceof WrongAnswer) return `Not yet: ${error.message}.`;
  return `Not yet: it raises ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

async function walk(files: readonly string[]): Promise<void> {
  for (const file of files) {
    let sentence = "";
    try {
      await import(pathToFileURL(file).href);
      for (const koan of takeKoans()) {
        sentence = koan.sentence;
        await runKoan(koan);
        tell({ file, sentence, ok: true });
      }
    } catch (error) {
      tell({ file, sentence, ok: false, reason: reasonOf(error) });
      return;
    }
  }
}

await walk(process.argv.slice(2));
