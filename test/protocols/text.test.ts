// `str` as a type, `print`, `bytes` and `ascii`.
import { afterEach, describe, expect, it, vi } from "vitest";
import {
  AttributeError,
  LookupError,
  OverflowError,
  UnicodeDecodeError,
  UnicodeEncodeError,
  ValueError,
} from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import { ascii } from "../../src/protocols/text/ascii.ts";
import { bytes } from "../../src/protocols/text/bytes.ts";
import { print } from "../../src/protocols/text/print.ts";
import { repr } from "../../src/protocols/text/repr.ts";
import { str } from "../../src/protocols/text/text.ts";

describe("str", () => {
  it("is the text of a value, or of bytes in an encoding", () => {
    expect([str(), str(null), str([1, "a"]), str(bytes("hé", "utf-8"), "utf-8")]).toEqual([
      "",
      "None",
      "[1, 'a']",
      "hé",
    ]);
    expect(str(bytes("a", "ascii"))).toBe("b'a'");
    expect(str(new Uint8Array([97, 255]), "utf-8", "replace")).toBe("a\ufffd");
  });

  it("refuses to decode what is not bytes of that encoding", () => {
    const decode = (x: unknown, encoding: string) => () => str(x as Uint8Array, encoding);
    expect(decode("a", "utf-8")).toThrow(new TypeError("decoding str is not supported"));
    expect(decode(3, "utf-8")).toThrow(new TypeError("decoding to str: need a bytes-like object, int found"));
    expect(decode(bytes([1]), "nope")).toThrow(LookupError);
    const fault = "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte";
    expect(decode(bytes([255]), "utf-8")).toThrow(UnicodeDecodeError);
    expect(decode(bytes([255]), "utf-8")).toThrow(fault);
  });

  it("is a class: strings are its instances", () => {
    expect(repr(str)).toBe("<class 'str'>");
    expect(("a" as unknown) instanceof (str as never)).toBe(true);
    expect((1 as unknown) instanceof (str as never)).toBe(false);
  });
});

describe("print", () => {
  afterEach(() => vi.restoreAllMocks());

  function printed(...args: unknown[]): string {
    let text = "";
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
      text += chunk;
      return true;
    });
    print(...args);
    vi.restoreAllMocks();
    return text;
  }

  it("writes the `str` of each value, and a line feed", () => {
    expect(printed()).toBe("\n");
    expect(printed("a", 1, null, ["b"])).toBe("a 1 None ['b']\n");
  });

  it("takes sep and end; None stands for the usual ones", () => {
    expect(printed(1, 2, kw({ sep: "", end: "!" }))).toBe("12!");
    expect(printed(1, 2, kw({ sep: null, end: null }))).toBe("1 2\n");
    expect(() => print(1, kw({ sep: 3 }))).toThrow(new TypeError("sep must be None or a string, not int"));
    expect(() => print(1, kw({ color: 3 }))).toThrow(
      new TypeError("print() got an unexpected keyword argument 'color'"),
    );
  });

  it("writes piece by piece to a file, and flushes it when asked", () => {
    const pieces: string[] = [];
    const file = { write: (text: string) => pieces.push(text), flush: () => pieces.push("<flush>") };
    print(1, "a", kw({ file, sep: "-", flush: true }));
    expect(pieces).toEqual(["1", "-", "a", "\n", "<flush>"]);
    expect(() => print(1, kw({ file: 3 }))).toThrow(
      new AttributeError("'int' object has no attribute 'write'"),
    );
  });

  it("goes to the console by whole lines where there is no process", () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    vi.stubGlobal("process", undefined);
    try {
      print("a", kw({ end: "" }));
      expect(log).not.toHaveBeenCalled();
      print("b\nc");
    } finally {
      vi.unstubAllGlobals();
    }
    expect(log.mock.calls).toEqual([["ab"], ["c"]]);
  });
});

describe("bytes", () => {
  it("asks the type's `__bytes__`, which must return bytes", () => {
    class Packet {
      body: unknown = new Uint8Array([1, 2]);
      __bytes__() {
        return this.body;
      }
    }
    const packet = new Packet();
    expect(bytes(packet)).toEqual(new Uint8Array([1, 2]));
    packet.body = "x";
    expect(() => bytes(packet)).toThrow(new TypeError("__bytes__ returned non-bytes (type str)"));
  });

  it("takes a count, integers, a buffer or a text with its encoding", () => {
    expect(repr(bytes())).toBe("b''");
    expect(repr(bytes(3))).toBe("b'\\x00\\x00\\x00'");
    expect(repr(bytes([1, 2n, true]))).toBe("b'\\x01\\x02\\x01'");
    expect(repr(bytes("a€", "ascii", "backslashreplace"))).toBe("b'a\\\\u20ac'");
    expect(repr(bytes(new Uint16Array([258])))).toBe("b'\\x02\\x01'");
  });

  it("makes a copy", () => {
    const source = new Uint8Array([1]);
    const copy = bytes(source);
    source[0] = 2;
    expect(copy[0]).toBe(1);
  });

  it.each<[args: [unknown, string?], error: Error]>([
    [[-1], new ValueError("negative count")],
    [[10n ** 30n], new OverflowError("cannot fit 'int' into an index-sized integer")],
    [[[256]], new ValueError("bytes must be in range(0, 256)")],
    [[["a"]], new TypeError("'str' object cannot be interpreted as an integer")],
    [[1.5], new TypeError("cannot convert 'float' object to bytes")],
    [[null], new TypeError("cannot convert 'NoneType' object to bytes")],
    [["a"], new TypeError("string argument without an encoding")],
    [[3, "utf-8"], new TypeError("encoding without a string argument")],
    [["aé", "ascii"], new UnicodeEncodeError("ascii", "aé", 1, 2, "ordinal not in range(128)")],
  ])("refuses the wrong ones (%#)", ([x, encoding], error) => {
    const call = () => (encoding === undefined ? bytes(x) : bytes(x as string, encoding));
    expect(call).toThrow(error.constructor as never);
    expect(call).toThrow(error.message);
  });
});

describe("ascii", () => {
  it("is the `repr` with everything beyond ASCII escaped", () => {
    expect(ascii("é€😀\n")).toBe("'\\xe9\\u20ac\\U0001f600\\n'");
    expect(ascii(["ü", 1])).toBe("['\\xfc', 1]");
  });
});
