// Delegation again: a file in text or binary mode, which checks what is written and tells what it is.

import { mkdtempSync, promises, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { async_with, bytes, delegating, getattr, in_, isinstance, len, print, repr, str, type } from "dunder";

class Recorder extends delegating<Omit<promises.FileHandle, "write">>() {
  private constructor(
    private readonly file: promises.FileHandle,
    readonly path: string,
    readonly mode: string,
  ) {
    super();
  }

  // A constructor cannot wait. Where opening fails, nobody gets an object with no file behind it.
  static async open(path: string, mode = "r"): Promise<Recorder> {
    const file = await promises.open(path, mode.replace("b", ""));
    return new Recorder(file, path, mode);
  }

  // Node's files have no text mode: the mode counts for this check, and for the reader.
  async write(data: string | Uint8Array): Promise<number> {
    const wanted = in_("b", this.mode) ? bytes : str;
    if (!isinstance(data, wanted)) {
      throw new TypeError(`mode ${repr(this.mode)} takes ${wanted.name}, not ${type(data).name}`);
    }
    await this.file.writeFile(data);
    return len(data);
  }

  // async_with looks for its methods on the class, and asks no __getattr__. Python: __enter__ and __exit__ here, since
  // its files do not make anybody wait.
  async __aenter__(): Promise<this> {
    return this;
  }
  async __aexit__(): Promise<void> {
    await this.file.close();
  }

  __getattr__(name: string): unknown {
    return getattr(this.file, name);
  }

  override __str__(): string {
    const state = this.file.fd === -1 ? "closed" : "open";
    return `<${state} ${basename(this.path)} mode=${repr(this.mode)}>`;
  }
}

const folder = mkdtempSync(join(tmpdir(), "recorder-"));
try {
  const path = join(folder, "notes.bin");
  const recorder = await Recorder.open(path, "wb");
  await async_with(recorder, async () => {
    print(recorder);
    print(await recorder.write(bytes("naïve ☕", "utf-8")));
    try {
      await recorder.write("tea");
    } catch (error) {
      print(repr(error));
    }
    await recorder.sync(); // the file's own
  });
  print(recorder);

  // What was written as bytes, read as bytes and as text.
  await async_with(await Recorder.open(path, "rb"), async (reader) => {
    const data = await reader.readFile();
    print(data, len(data));
  });
  await async_with(await Recorder.open(path, "r"), async (reader) => {
    const text = await reader.readFile("utf8");
    print(text, len(text));
    print(reader);
  });

  await async_with(await Recorder.open(path, "a"), async (appender) => {
    print(await appender.write("!"));
    try {
      await appender.write(bytes("?", "ascii"));
    } catch (error) {
      print(repr(error));
    }
  });
  print(statSync(path).size);

  try {
    await Recorder.open(join(folder, "missing"));
  } catch (error) {
    print("no such file:", getattr(error, "code") === "ENOENT");
  }
} finally {
  rmSync(folder, { recursive: true });
}
