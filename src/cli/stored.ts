// What transfers print at their end.

import { BatchError } from "../net/client.ts";
import type { StoredFile } from "../net/services/storage/blob-store.ts";
import { describeError, shown } from "./errors.ts";
import type { ProgressBar } from "./progress.ts";

/** Does transfers under a bar, then prints a line for each file: its SHA-256, size and name; and one for each failure. */
export async function printStored(bar: ProgressBar, transfer: () => Promise<StoredFile[]>): Promise<void> {
  let stored: readonly StoredFile[];
  try {
    stored = await transfer();
  } catch (error) {
    if (!(error instanceof BatchError)) throw error;
    bar.stop();
    stored = error.done;
    process.exitCode = 1;
    for (const [name, cause] of error.errors) {
      process.stderr.write(`dunder: ${shown(name)}: ${describeError(cause)}\n`);
    }
  } finally {
    bar.stop();
  }
  for (const { filename, size, sha256 } of stored) {
    console.log(`${sha256 ?? "-".repeat(64)}  ${size}  ${shown(filename)}`);
  }
}
