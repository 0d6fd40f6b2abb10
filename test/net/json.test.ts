// JSON text as CPython writes and reads it.

import { describe, expect, test } from "vitest";
import { dumps, JSONDecodeError, loads, MAX_DEPTH, MAX_INT_DIGITS } from "../../src/net/json/index.ts";
import { RecursionError, UnicodeDecodeError, ValueError } from "../../src/protocols/errors.ts";

describe("dumps", () => {
  test("puts a blank after every comma and colon", () => {
    expect(dumps({ cmd: "put", filesize: 3, list: [1, 2] })).toBe(
      '{"cmd": "put", "filesize": 3, "list": [1, 2]}',
    );
  });

  test("escapes everything outside ASCII, a surrogate pair as two", () => {
    expect(dumps('é "\\ \n \u007f 😀')).toBe('"\\u00e9 \\"\\\\ \\n \\u007f \\ud83d\\ude00"');
  });

  test.each([
    [null, "null"],
    [undefined, "null"],
    [true, "true"],
    [1e21, "1000000000000000000000"],
    [12345678901234567890n, "12345678901234567890"],
    [0.5, "0.5"],
    [1e-7, "1e-07"],
    [-0, "-0.0"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-Infinity"],
  ])("writes %s as %s", (value, text) => {
    expect(dumps(value)).toBe(text);
  });

  test("turns scalar keys of a Map into strings, and refuses others", () => {
    expect(
      dumps(
        new Map<unknown, unknown>([
          [1, "a"],
          [null, "b"],
          [0.5, "c"],
          [true, "d"],
        ]),
      ),
    ).toBe('{"1": "a", "null": "b", "0.5": "c", "true": "d"}');
    expect(() => dumps(new Map([[[], 1]]))).toThrow("keys must be str, int, float, bool or None, not list");
  });

  test("refuses what JSON cannot say, and what contains itself", () => {
    expect(() => dumps(new Set())).toThrow(new TypeError("Object of type set is not JSON serializable"));
    const loop: unknown[] = [];
    loop.push({ loop });
    expect(() => dumps(loop)).toThrow(new ValueError("Circular reference detected"));
  });

  test("the same object twice is no circle", () => {
    const once = { a: 1 };
    expect(dumps([once, once])).toBe('[{"a": 1}, {"a": 1}]');
  });
});

describe("loads", () => {
  test("reads back what dumps wrote", () => {
    const value = { a: [1, 0.5, -3, "é\n\u0000😀", null, true], b: {}, c: [] };
    expect(loads(dumps(value))).toEqual(value);
  });

  test("an object has no prototype: no key finds what was not sent", () => {
    const header = loads('{"__proto__": {"admin": true}}') as Record<string, unknown>;
    expect(Object.getPrototypeOf(header)).toBeNull();
    expect(header.constructor).toBeUndefined();
    expect(Object.keys(header)).toEqual(["__proto__"]);
  });

  test("an integer that a number cannot hold is a bigint", () => {
    expect(loads("[9007199254740991, 9007199254740992]")).toEqual([9007199254740991, 9007199254740992n]);
  });

  test("reads Python's NaN and Infinity", () => {
    expect(loads("[NaN, Infinity, -Infinity]")).toEqual([Number.NaN, Infinity, -Infinity]);
  });

  test.each([
    ["", "Expecting value: line 1 column 1 (char 0)"],
    ["[1,\n 2", "Expecting ',' delimiter: line 2 column 3 (char 6)"],
    ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
    ["{a: 1}", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"],
    ['"😀', "Unterminated string starting at: line 1 column 1 (char 0)"],
    ['["😀" 1]', "Expecting ',' delimiter: line 1 column 6 (char 5)"],
    ['"a\tb"', "Invalid control character at: line 1 column 3 (char 2)"],
    ["[1,]", "Illegal trailing comma before end of array: line 1 column 3 (char 2)"],
    ["1 2", "Extra data: line 1 column 3 (char 2)"],
    ["\ufeff1", "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)"],
  ])("%j is refused in CPython's words", (text, message) => {
    expect(() => loads(text)).toThrow(JSONDecodeError);
    expect(() => loads(text)).toThrow(message);
  });

  test("takes bytes too, in UTF-8, UTF-16 and UTF-32, with or without a byte order mark", () => {
    const text = '{"é": "😀"}';
    const utf16 = Buffer.from(text, "utf16le");
    const utf32 = Buffer.concat(
      [...text].map((char) => Buffer.from(Uint32Array.of(char.codePointAt(0)!).buffer)),
    );
    const swapped = (bytes: Buffer, size: 2 | 4) =>
      size === 2 ? Buffer.from(bytes).swap16() : Buffer.from(bytes).swap32();
    const forms = [Buffer.from(text), utf16, swapped(utf16, 2), utf32, swapped(utf32, 4)];
    const marked = [
      Buffer.from(`\ufeff${text}`),
      Buffer.from(`\ufeff${text}`, "utf16le"),
      swapped(Buffer.from(`\ufeff${text}`, "utf16le"), 2),
    ];
    for (const bytes of [...forms, ...marked]) expect(loads(bytes)).toEqual({ é: "😀" });
  });

  test.each([
    [[0x5b, 0x22, 0xff], "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"],
    [[0x5b, 0, 0x5d, 0, 0], "'utf-16-le' codec can't decode byte 0x00 in position 4: truncated data"],
    [[0, 0, 0, 0x5b, 0, 0], "'utf-32-be' codec can't decode bytes in position 4-5: truncated data"],
    [
      [0, 0, 0, 0x5b, 0, 0x11, 0, 0],
      "'utf-32-be' codec can't decode bytes in position 4-7: code point not in range(0x110000)",
    ],
  ])("bytes that are no text are refused in CPython's words: %j", (bytes, message) => {
    expect(() => loads(Uint8Array.from(bytes))).toThrow(UnicodeDecodeError);
    expect(() => loads(Uint8Array.from(bytes))).toThrow(message);
  });

  test("a surrogate of its own in the bytes stays one, as with CPython's surrogatepass", () => {
    expect(loads(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22))).toBe("\ud800");
    expect(loads(Uint8Array.of(0x22, 0, 0, 0xd8, 0x22, 0))).toBe("\ud800");
    expect(() => loads(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0xff))).toThrow("byte 0xff in position 4");
  });

  test.each([
    [1, "int"],
    [null, "NoneType"],
    [[], "list"],
  ])("takes nothing else: %j", (value, name) => {
    const message = `the JSON object must be str, bytes or bytearray, not ${name}`;
    expect(() => loads(value as unknown as string)).toThrow(new TypeError(message));
  });

  test("takes nesting up to the limit, and not one level more", () => {
    const nest = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(loads(nest(MAX_DEPTH))).toHaveLength(1);
    expect(() => loads(nest(MAX_DEPTH + 1))).toThrow(RecursionError);
    expect(() => loads("[".repeat(100_000))).toThrow(RecursionError);
  });

  test("takes integers up to the limit of digits, and not one more", () => {
    expect(loads("9".repeat(MAX_INT_DIGITS))).toBeTypeOf("bigint");
    expect(() => loads("9".repeat(MAX_INT_DIGITS + 1))).toThrow("Exceeds the limit (4300 digits)");
  });
});
