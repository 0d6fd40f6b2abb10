// Which names a peer may give a file.

import fc from "fast-check";
import { expect, test } from "vitest";
import { FileNameError, MAX_NAME, safeFileName } from "../../../../src/net/services/storage/file-name.ts";

test.each(["a.txt", ".profile", "a b", "ä.txt", "文件.bin", "😀", "...x", "a'b\"c", "-rf", "~"])(
  "%j is a plain name",
  (name) => {
    expect(safeFileName(name)).toBe(name);
  },
);

test.each([
  "",
  ".",
  "..",
  "../x",
  "..\\x",
  "/etc/passwd",
  "\\\\host\\share",
  "a/b",
  "a\\b",
  "c:x",
  "C:\\x",
  "file.txt:stream",
  "a\0b",
  "a\nb",
  "a\x7fb",
  "a\x85b",
  "\ud800",
  "a.",
  "a ",
  "CON",
  "nul.txt",
  "Com1",
  "lpt².x",
  ".dunder-0.part",
  ".DUNDER-x",
  "x".repeat(MAX_NAME + 1),
  "ä".repeat(128),
])("%j is refused", (name) => {
  expect(() => safeFileName(name)).toThrow(FileNameError);
});

test.each([[1], [null], [["a"]], [{}], [true], [undefined]])("%j is no name at all", (value) => {
  expect(() => safeFileName(value)).toThrow("file name must be a str, got");
});

test("a name may have 255 bytes, and not one more", () => {
  expect(safeFileName("x".repeat(255))).toHaveLength(255);
  expect(() => safeFileName("x".repeat(256))).toThrow("must be at most 255 bytes");
});

test("names that differ only in how a letter is composed are one name", () => {
  expect(safeFileName("a\u0308")).toBe(safeFileName("\u00e4"));
});

test("whatever passes has no way out of a folder", () => {
  const hostile = fc.string({
    unit: fc.constantFrom("..", "/", "\\", "a", ".", ":", "\0", " ", "é", "\u0301"),
  });
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
      let name: string;
      try {
        name = safeFileName(text);
      } catch (error) {
        expect(error).toBeInstanceOf(FileNameError);
        return;
      }
      expect(name).not.toMatch(/[/\\:\0]/);
      expect([".", "..", ""]).not.toContain(name);
    }),
    { numRuns: 5000 },
  );
});
