// Keys in a file: its form, who may read it, and what happens when it changes.

import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { formatKey, KeyFile, KeyFileError } from "../../../../src/net/services/auth/key-file.ts";
import { generateKey } from "../../../../src/net/services/auth/keys.ts";
import {
  FileExistsError,
  FileNotFoundError,
  PermissionError,
  ValueError,
} from "../../../../src/protocols/errors.ts";
import { errorOf, pause } from "../../socket/support.ts";
import { authenticator, shakeHands } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "dunder-keys-"));
afterAll(() => rmSync(folder, { recursive: true }));

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  return { ...real, open: vi.fn(real.open) };
});

afterEach(() => vi.restoreAllMocks());

/** Lets files look old: one that is younger than the clock is precise may change without a trace, and is read again. */
function inTenSeconds(): void {
  const now = Date.now() + 10_000;
  vi.spyOn(Date, "now").mockReturnValue(now);
}

const HEX = "00112233445566778899aabbccddeeff";
let files = 0;

/** A file of this text. */
function written(text: string, mode = 0o600): string {
  const path = join(folder, `keys-${++files}`);
  writeFileSync(path, text, { mode });
  chmodSync(path, mode);
  return path;
}

const hexOf = async (file: KeyFile, id: string) => (await file.get(id))?.export().toString("hex");

describe("a line is an id, a key in hexadecimal, and a comment", () => {
  test("empty lines and lines of comment are passed over", async () => {
    const file = await KeyFile.open(
      written(
        `# the keys of this server\n\nlaptop ${HEX} of egon, 2026\r\n\tbackup\t${HEX.toUpperCase()}00 \n`,
      ),
    );
    expect(file.ids).toEqual(["laptop", "backup"]);
    expect(await hexOf(file, "laptop")).toBe(HEX);
    expect(await hexOf(file, "backup")).toBe(`${HEX}00`);
    expect(await hexOf(file, "nobody")).toBeUndefined();
  });

  test.for([
    ["a key that is missing", "laptop", "the key is missing, expected: id hex-key comment"],
    [
      "a key that is no hexadecimal",
      `laptop secret${HEX}`,
      "the key must be in hexadecimal, two digits for each byte",
    ],
    ["half a byte", `laptop ${HEX}0`, "the key must be in hexadecimal, two digits for each byte"],
    ["a short key", `laptop ${HEX.slice(2)}`, "the key must have at least 16 bytes, it has 15"],
    ["an id twice", `other ${HEX}`, "the id is that of a line above"],
    ["an id that is none", `lap/top ${HEX}`, "the id must be 1 to 64 of A-Z a-z 0-9 . _ @ + -"],
    ["an id that is too long", `${"x".repeat(65)} ${HEX}`, "the id must be 1 to 64 of A-Z a-z 0-9 . _ @ + -"],
  ] as const)("%s is refused, with the number of its line", async ([, line, problem]) => {
    const path = written(`# a comment\nother ${HEX}\n${line}\n`);
    const error = await errorOf(() => KeyFile.open(path));
    expect(error).toBeInstanceOf(KeyFileError);
    expect(error.message).toBe(`${path}, line 3: ${problem}`);
    expect(error).toMatchObject({ filename: path, lineno: 3, code: "bad_key_file" });
  });

  test("what formatKey writes, KeyFile reads", async () => {
    const key = generateKey();
    const file = await KeyFile.open(written(formatKey("laptop", key, "of egon") + formatKey("b", key)));
    expect(await hexOf(file, "laptop")).toBe(Buffer.from(key).toString("hex"));
    expect(file.ids).toEqual(["laptop", "b"]);
  });

  test("formatKey writes nothing that would be another line", () => {
    expect(() => formatKey("laptop", generateKey(), "x\nroot 00")).toThrow(
      "a key's comment must be one line",
    );
    expect(() => formatKey("lap top", generateKey())).toThrow(ValueError);
    expect(() => formatKey("laptop", new Uint8Array(15))).toThrow(ValueError);
  });
});

describe.skipIf(process.platform === "win32")("the owner alone has rights to it", () => {
  test.for([0o644, 0o640, 0o604, 0o620, 0o601])(
    "mode %o is refused, and what to do is said",
    async (mode) => {
      const path = written(`laptop ${HEX}`, mode);
      const error = await errorOf(() => KeyFile.open(path));
      expect(error).toBeInstanceOf(PermissionError);
      const shown = mode.toString(8).padStart(4, "0");
      expect(error.message).toContain(
        `keys must be readable by their owner alone, but the mode is ${shown}: run chmod 600`,
      );
      expect(error.message).toContain(path);
    },
  );

  test.for([0o600, 0o400])("mode %o is right", async (mode) => {
    expect((await KeyFile.open(written(`laptop ${HEX}`, mode))).ids).toEqual(["laptop"]);
  });
});

describe("a new key file", () => {
  test("has one key of 32 bytes, and is readable by its owner alone", async () => {
    const path = join(folder, "new-keys");
    const file = await KeyFile.create(path, "laptop", { comment: "of egon" });
    expect(readFileSync(path, "utf8")).toMatch(/^laptop [0-9a-f]{64} of egon\n$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(file.credentials().id).toBe("laptop");
  });

  test("never takes the place of an old one", async () => {
    const path = written(`laptop ${HEX}`);
    expect(await errorOf(() => KeyFile.create(path, "other"))).toBeInstanceOf(FileExistsError);
    expect(readFileSync(path, "utf8")).toBe(`laptop ${HEX}`);
  });
});

describe("a file that changes is read again", () => {
  test("a key that is added is known, one that is removed is not", async () => {
    const path = written(`laptop ${HEX}`);
    const file = await KeyFile.open(path);
    writeFileSync(path, `phone ${HEX}`);
    expect(await hexOf(file, "laptop")).toBeUndefined();
    expect(await hexOf(file, "phone")).toBe(HEX);
  });

  test("an old one that has not changed is not", async () => {
    inTenSeconds();
    const file = await KeyFile.open(written(`laptop ${HEX}`));
    vi.mocked(fs.open).mockClear();
    expect(await hexOf(file, "laptop")).toBe(HEX);
    expect(fs.open).not.toHaveBeenCalled();
  });

  test("a change that leaves name, size and time as they were is seen", async () => {
    inTenSeconds();
    const path = written(`laptop ${HEX}`);
    const old = new Date(2020, 1, 1);
    utimesSync(path, old, old);
    const file = await KeyFile.open(path);
    await pause(20);
    writeFileSync(path, `tablet ${HEX}`);
    utimesSync(path, old, old);
    expect(await hexOf(file, "laptop")).toBeUndefined();
    expect(file.ids).toEqual(["tablet"]);
  });

  test("one that comes with many connections at once is read once", async () => {
    const file = await KeyFile.open(written(`laptop ${HEX}`));
    vi.mocked(fs.open).mockClear();
    const keys = await Promise.all(Array.from({ length: 100 }, () => hexOf(file, "laptop")));
    expect(new Set(keys)).toEqual(new Set([HEX]));
    expect(fs.open).toHaveBeenCalledTimes(1);
  });

  test("one that is wrong lets nobody in, and says why, until it is right", async () => {
    const path = written(`laptop ${HEX}`);
    const file = await KeyFile.open(path);
    writeFileSync(path, `laptop ${HEX}\nphone nonsense\n`);
    expect(await errorOf(() => file.get("laptop"))).toBeInstanceOf(KeyFileError);
    expect(await errorOf(() => file.get("laptop"))).toBeInstanceOf(KeyFileError);
    expect(file.ids).toEqual([]);
    writeFileSync(path, `laptop ${HEX}\n`);
    expect(await hexOf(file, "laptop")).toBe(HEX);
    rmSync(path);
    expect(await errorOf(() => file.get("laptop"))).toBeInstanceOf(FileNotFoundError);
  });

  test("a server follows it from one connection to the next", async () => {
    const path = written(`laptop ${HEX}`);
    const keys = await KeyFile.open(path);
    const server = authenticator({ keys });
    const { key } = keys.credentials("laptop");
    expect(await shakeHands(server, { key })).toEqual(["laptop", "done"]);
    writeFileSync(path, `phone ${HEX}`);
    expect(await shakeHands(server, { key })).toEqual(["unknown_key", "rejected"]);
  });
});

describe("a client's file", () => {
  test("of one key needs no id", async () => {
    const file = await KeyFile.open(written(`laptop ${HEX}`));
    expect(file.credentials()).toEqual(file.credentials("laptop"));
    expect(() => file.credentials("phone")).toThrow(`${file.path} has no key "phone"`);
  });

  test("of more needs one", async () => {
    const file = await KeyFile.open(written(`laptop ${HEX}\nphone ${HEX}`));
    expect(() => file.credentials()).toThrow(`${file.path} has 2 keys, say which (laptop, phone)`);
    expect(file.credentials("phone").id).toBe("phone");
  });
});

test("a folder, and a file that is too long, are no key files", async () => {
  expect((await errorOf(() => KeyFile.open(folder))).message).toContain("not a regular file");
  const long = written("#".repeat(1024 * 1024 + 1));
  expect((await errorOf(() => KeyFile.open(long))).message).toContain("longer than 1048576 bytes");
  expect(await errorOf(() => KeyFile.open(join(folder, "none")))).toBeInstanceOf(FileNotFoundError);
});

test("no inspection shows a key, and no error quotes one", async () => {
  const file = await KeyFile.open(written(`laptop ${HEX}`));
  const shown = inspect([file, file.credentials(), await file.get("laptop")], { depth: 9, showHidden: true });
  expect(shown).not.toContain(HEX.slice(0, 8));
  const swapped = await errorOf(() => KeyFile.open(written(`${HEX}${HEX}00 laptop`)));
  expect(inspect(swapped)).not.toContain(HEX);
});

test("keys come from the system's random source, 32 bytes unless told, 16 at least", () => {
  const keys = Array.from({ length: 100 }, () => Buffer.from(generateKey()).toString("hex"));
  expect(new Set(keys).size).toBe(100);
  expect(generateKey()).toHaveLength(32);
  expect(generateKey(16)).toHaveLength(16);
  expect(() => generateKey(15)).toThrow("a key must have at least 16 bytes, got 15");
});
