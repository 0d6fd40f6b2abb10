// Delegation: a journal is a file in everything but `write`, which puts the time in front of each line.

import { mkdtempSync, promises, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { delegating, getattr, hasattr, iter, len, next, print, repr } from "dunder";

// What __getattr__ passes on is known at run time only; `delegating` tells the compiler.
class Journal extends delegating<Omit<promises.FileHandle, "write">>() {
  constructor(
    private readonly file: promises.FileHandle,
    private readonly clock: () => string,
  ) {
    super();
  }

  // Found on the class, so the file's own `write` is never looked for.
  async write(line: string): Promise<number> {
    const stamped = `${this.clock()} ${line}\n`;
    await this.file.write(stamped);
    return len(stamped);
  }

  // Everything else is the file's. getattr binds the method, which keeps the file as its `this`.
  __getattr__(name: string): unknown {
    return getattr(this.file, name);
  }
}

const folder = mkdtempSync(join(tmpdir(), "journal-"));
// A clock of our own, so that the output is the same on every day.
const times = iter(["08:15:00", "08:15:30"]);
const journal = new Journal(await promises.open(join(folder, "day.txt"), "w+"), () => next(times));
try {
  print(await journal.write("kettle on"));
  print(await journal.write("tea is ready"));

  // Not in the class above, and there all the same. A Python file seeks first; Node's reads from a given position.
  const { buffer, bytesRead } = await journal.read({ position: 0 });
  print(repr(buffer.toString("utf8", 0, bytesRead)));
  await journal.truncate(19);
  print((await journal.stat()).size);
  print(hasattr(journal, "rewind")); // the AttributeError of the file is the journal's answer too
} finally {
  await journal.close();
  rmSync(folder, { recursive: true });
}
