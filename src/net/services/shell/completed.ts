// Everything that a program said, gathered until it ends.

import { ByteQueue } from "../../byte-queue.ts";
import type { ProgramExit, ProgramOutput } from "./program.ts";

/** How a program ended and everything it said. */
export interface ProgramResult extends ProgramExit {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Told of each piece of an output as it comes; what it returns is awaited, which slows the program down. */
export type OutputListeners = {
  readonly [stream in ProgramOutput["stream"]]?: (data: Uint8Array) => unknown;
};

/**
 * Gathers the output of a program, wherever it runs (Python: `subprocess.run(…, capture_output=True)`).
 *
 * @throws what the program's iteration or a listener throws; the program is killed then
 * @example const { status, stdout } = await completed(runProgram("date", ["-u"]))
 */
export async function completed(
  run: AsyncGenerator<ProgramOutput, ProgramExit, void>,
  on: OutputListeners = {},
): Promise<ProgramResult> {
  const said = { stdout: new ByteQueue(), stderr: new ByteQueue() };
  const all = (queue: ByteQueue) => queue.takeExactly(queue.length);
  try {
    for (;;) {
      const { done, value } = await run.next();
      if (done) return { ...value, stdout: all(said.stdout), stderr: all(said.stderr) };
      said[value.stream].push(value.data);
      await on[value.stream]?.(value.data);
    }
  } finally {
    // Only after an error of a listener does it still run.
    await run.return(undefined as never);
  }
}
