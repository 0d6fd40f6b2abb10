// Python's exceptions as JavaScript errors.
import { describe, expect, it } from "vitest";
import {
  AttributeError,
  BaseException,
  ConnectionRefusedError,
  Exception,
  FileNotFoundError,
  IndexError,
  KeyboardInterrupt,
  KeyError,
  LookupError,
  OSError,
  repr,
  SystemExit,
  str,
  ValueError,
} from "../../src/index.ts";

describe("an exception", () => {
  it("is an Error with Python's name, arguments and text", () => {
    const error = new ValueError("bad", 5);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.args, error.message]).toEqual(["ValueError", ["bad", 5], "('bad', 5)"]);
    expect([str(error), repr(error)]).toEqual(["('bad', 5)", "ValueError('bad', 5)"]);
    expect([new ValueError().message, new ValueError("x").message, new ValueError(5).message]).toEqual([
      "",
      "x",
      "5",
    ]);
  });

  it("shows its name and text at the head of its stack", () => {
    expect(new AttributeError("no x").stack).toMatch(/^AttributeError: no x\n\s+at /);
    class Custom extends LookupError {}
    expect(new Custom("y").stack).toMatch(/^Custom: y\n/);
  });

  it("shows a lone key by its repr", () => {
    expect([new KeyError("a").message, new KeyError("").message, new KeyError("a", "b").message]).toEqual([
      "'a'",
      "''",
      "('a', 'b')",
    ]);
  });

  it("takes JavaScript's `cause`, as `raise … from …` does", () => {
    const cause = new KeyError("k");
    const error = new ValueError("bad", { cause });
    expect([error.cause, error.__cause__, error.args]).toEqual([cause, cause, ["bad"]]);
  });

  it("takes notes", () => {
    const error = new ValueError("bad");
    error.add_note("in line 3");
    expect(error.__notes__).toEqual(["in line 3"]);
    expect(() => error.add_note(5 as never)).toThrow("note must be a str, not 'int'");
  });
});

describe("the hierarchy", () => {
  it("is Python's", () => {
    expect(new IndexError()).toBeInstanceOf(LookupError);
    expect(new KeyError()).toBeInstanceOf(Exception);
    expect(new LookupError()).not.toBeInstanceOf(KeyError);
  });

  it("takes JavaScript's own errors for exceptions", () => {
    expect(new TypeError()).toBeInstanceOf(Exception);
    expect(new RangeError()).toBeInstanceOf(BaseException);
    expect("text").not.toBeInstanceOf(Exception);
  });

  it("keeps what ends a program out of `Exception`", () => {
    expect(new KeyboardInterrupt()).not.toBeInstanceOf(Exception);
    expect(new SystemExit(3)).toBeInstanceOf(BaseException);
    expect(new SystemExit(3).code).toBe(3);
  });
});

describe("OSError", () => {
  it("has errno, strerror and filename", () => {
    const error = new OSError(2, "No such file or directory", "a.txt");
    expect([error.errno, error.strerror, error.filename]).toEqual([2, "No such file or directory", "a.txt"]);
    expect(error.message).toBe("[Errno 2] No such file or directory: 'a.txt'");
  });

  it("is an instance of the subclass that stands for its errno", () => {
    expect(new OSError(2, "x")).toBeInstanceOf(FileNotFoundError);
    expect(new OSError(111, "x").name).toBe("ConnectionRefusedError");
    expect(new OSError(111, "x")).toBeInstanceOf(ConnectionRefusedError);
    expect(Object.getPrototypeOf(new OSError(9999, "x"))).toBe(OSError.prototype);
  });

  it("of one argument is an ordinary error", () => {
    expect([new OSError("x").errno, new OSError("x").message]).toEqual([null, "x"]);
  });
});
