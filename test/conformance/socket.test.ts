// The functions of `socket` that need no network, held to CPython; and the table of its names in docs/socket.md.

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import * as socket from "../../src/net/socket/index.ts";
import { hasPython, python } from "../net/support/python.ts";
import { type CPython, cpython } from "../support/cpython.ts";

let py: CPython;
beforeAll(async () => {
  py = await cpython();
});

/** What a call gives, bytes as a list; for an error its message. */
function outcome(call: () => unknown): unknown {
  try {
    const value = call();
    return value instanceof Uint8Array ? [...value] : value;
  } catch (error) {
    return `${(error as Error).constructor.name}: ${(error as Error).message}`;
  }
}

/** The answers of CPython 3.14. */
const ASK = `
import socket
def main(cases):
    answers = []
    for name, args in cases:
        args = [bytes(a) if isinstance(a, list) else a for a in args]
        try:
            value = getattr(socket, name)(*args)
            answers.append(list(value) if isinstance(value, bytes) else value)
        except Exception as e:
            answers.append(f"{type(e).__name__}: {e}")
    return answers
`;

type Case = readonly [name: string, args: readonly (string | number | readonly number[])[]];

const { AF_INET, AF_INET6 } = socket;
const EIGHT = [0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3];

const ADDRESSES: readonly Case[] = [
  ...["1.2.3.4", "1", "1.2", "1.2.3", "0x7f.1", "010.1.1.1", "256.1", "1.2.3.4 x", "", "x", " 1.2.3.4"].map(
    (text): Case => ["inet_aton", [text]],
  ),
  ...["1.2.3.4.5", "4294967295", "4294967296", "1.16777215", "1.16777216", "1.2.65535", "1.2.3.", "08.1"].map(
    (text): Case => ["inet_aton", [text]],
  ),
  ["inet_ntoa", [[127, 0, 0, 1]]],
  ["inet_ntoa", [[1, 2, 3]]],
  ...["::1", "::", "1::", "::ffff:1.2.3.4", "x", "1:2:3:4:5:6:7:8", "1::2::3", "fe80::1%1", "::1.2.3.4"].map(
    (text): Case => ["inet_pton", [AF_INET6, text]],
  ),
  ...["1.2.3.4", "1.2.3", "01.2.3.4", "256.1.1.1"].map((text): Case => ["inet_pton", [AF_INET, text]]),
  ["inet_pton", [99, "1.2.3.4"]],
  ["inet_ntop", [AF_INET, [1, 2, 3, 4]]],
  ["inet_ntop", [AF_INET, [1, 2, 3]]],
  ["inet_ntop", [99, [1, 2, 3]]],
  // Every place for zeros to be, and so every way to shorten them.
  ...Array.from({ length: 256 }, (_, mask): Case => {
    const groups = Array.from({ length: 8 }, (_, at) => ((mask >> at) & 1 ? [at, 0xf0 + at] : [0, 0]));
    return ["inet_ntop", [AF_INET6, groups.flat()]];
  }),
  ["inet_ntop", [AF_INET6, [...new Array(10).fill(0), 255, 255, 1, 2, 3, 4]]],
  ["inet_ntop", [AF_INET6, [...new Array(8).fill(0), 255, 255, 0, 0, 1, 2, 3, 4]]],
];

const BYTE_ORDERS = ["htons", "ntohs", "htonl", "ntohl"].flatMap((name) =>
  [0, 1, -1, 255, 65535, 65536, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 40, 1.5, "x"].map(
    (x): Case => [name, [x]],
  ),
);

function ours([name, args]: Case): unknown {
  const call = (socket as unknown as Record<string, (...args: unknown[]) => unknown>)[name];
  return outcome(() => call?.(...args.map((arg) => (Array.isArray(arg) ? Uint8Array.from(arg) : arg))));
}

function expectSame(cases: readonly Case[], expected: readonly unknown[]): void {
  const pairs = (answers: readonly unknown[]) => cases.map((asked, at) => ({ asked, answer: answers[at] }));
  expect(pairs(cases.map(ours))).toEqual(pairs(expected));
}

test("byte orders are CPython's, errors too", () => {
  expectSame(BYTE_ORDERS, py.run<unknown[]>(ASK, BYTE_ORDERS));
});

test.skipIf(!hasPython || process.platform !== "linux")(
  "addresses are those of this machine's CPython, errors too",
  async () => {
    const answers = await python("../socket/names.py", "calls", JSON.stringify(ADDRESSES));
    expectSame(ADDRESSES, JSON.parse(answers));
  },
);

describe("the table in docs/socket.md", () => {
  const document = readFileSync(new URL("../../docs/socket.md", import.meta.url), "utf8");
  const rows = new Map(
    [...document.matchAll(/^\| (`[^|]+) \| ([^|]+) \|$/gm)].flatMap(([, names = "", text = ""]) =>
      [...names.matchAll(/`([\w*]+)`/g)].map(([, name = ""]) => [name, text.trim()] as const),
    ),
  );
  const ours = new Set(Object.keys(socket));

  /** The row for a name: its own, or that of its group (`AF_*`). */
  const rowOf = (name: string) =>
    rows.get(name) ?? [...rows].find(([row]) => row.endsWith("*") && name.startsWith(row.slice(0, -1)))?.[1];

  const missingFrom = (names: readonly string[]) =>
    names.filter((name) => !ours.has(name) && rowOf(name) === undefined);

  test("has a reason for each name of CPython's that is not here", () => {
    expect(missingFrom(py.run<string[]>("import socket\ndef main(_): return socket.__all__", null))).toEqual(
      [],
    );
  });

  test.skipIf(!hasPython)("on this machine's CPython too, which has Linux's names", async () => {
    const names = (await python("../socket/names.py", "names")).trim().split("\n");
    expect(missingFrom(names)).toEqual([]);
  });

  test("names every function and class that is here, and gives no reason for what is", () => {
    const callable = [...ours].filter(
      (name) => typeof (socket as Record<string, unknown>)[name] === "function",
    );
    expect(callable.filter((name) => !document.includes(`\`${name}\``))).toEqual([]);
    const here = [...rows].filter(([name, text]) => ours.has(name) && text.startsWith("absent"));
    expect(here).toEqual([]);
  });

  test.skipIf(!hasPython)("constants have Linux's values", async () => {
    if (process.platform !== "linux") return;
    const values = JSON.parse(await python("../socket/names.py", "values")) as Record<string, number>;
    const numbers = Object.entries(socket).filter(([, value]) => typeof value === "number");
    const wrong = numbers.filter(([name, value]) => name in values && values[name] !== value);
    expect(wrong).toEqual([]);
    expect(numbers.length).toBeGreaterThan(80);
  });
});
