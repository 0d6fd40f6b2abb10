// Node's errors as Python's.

import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { asOSError, osError } from "../../src/net/oserror.ts";
import { BrokenPipeError, FileNotFoundError, OSError } from "../../src/protocols/errors.ts";

test("a system error becomes the OSError of its number, with Python's words", async () => {
  const error = await readFile("/no/such/file").catch((error) => asOSError(error, "/no/such/file"));
  expect(error).toBeInstanceOf(FileNotFoundError);
  expect(error).toMatchObject({ errno: 2, strerror: "No such file or directory", filename: "/no/such/file" });
  expect((error as Error).message).toBe("[Errno 2] No such file or directory: '/no/such/file'");
  expect((error as Error).cause).toMatchObject({ code: "ENOENT" });
});

test("a number that is not in the table is kept", () => {
  const error = asOSError(Object.assign(new Error("x"), { code: "EFOO", errno: -999 }));
  expect(error).toMatchObject({ errno: 999, strerror: "EFOO" });
});

test("what is no system error is left alone", () => {
  const error = new RangeError("x");
  expect(asOSError(error)).toBe(error);
  const already = new OSError(5, "Input/output error");
  expect(asOSError(already)).toBe(already);
});

test("an OSError can be made by its name", () => {
  expect(osError("EPIPE")).toEqual(new BrokenPipeError(32, "Broken pipe"));
});
