// Every example prints, to the byte, what CPython prints for its Python twin; and what goes over the wire between a server
// and its clients is the same, too, whichever of the two languages either side is written in.

import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { difference } from "../examples/checking.ts";
import {
  comparable,
  examples,
  expectedError,
  expectedOutput,
  isPair,
  needsSockets,
  type Pair,
  type Program,
  partsOf,
} from "../examples/programs.ts";
import { endedWith, type Language, type PairOutcome, python, run, runPair } from "../examples/running.ts";
import { hasPython } from "./net/support/python.ts";
import { bundled } from "./support/bundle.ts";
import { cpython, type ProgramResult } from "./support/cpython.ts";
import { Relay, type Wire } from "./support/relay.ts";

const all = examples();
const twinned = all.filter((example) => partsOf(example).every(({ twin }) => twin !== null));
const singles = twinned.filter((example): example is Program => !isPair(example));
const pairs = twinned.filter(isPair);
const typescript = await bundled(all);
afterAll(typescript.remove);

const py = await cpython();

/** What the twin does: in CPython 3.14 where that can be, else in the machine's. */
async function twinResult(program: Program): Promise<ProgramResult> {
  if (!needsSockets(program)) return py.runProgram(readFileSync(program.twin!, "utf8"));
  const { stdout, stderr, status } = await run(program, python);
  return { stdout, stderr, error: status === 0 ? null : stderr.trimEnd().split("\n").at(-1)! };
}

describe.concurrent("a program prints what its Python twin prints", () => {
  test.for(singles)("$name", async (program, { expect, skip }) => {
    skip(needsSockets(program) && !hasPython, "no python3");
    const twin = await twinResult(program);
    const ours = await run(program, typescript.language);

    expect(comparable(ours.stdout)).toBe(comparable(twin.stdout));
    expect(expectedOutput(program)).toBe(comparable(twin.stdout));
    if (twin.error === null) expect(twin.stderr).toBe("");
    expect(expectedError(program)).toBe(twin.error);
    expect(endedWith(ours, twin.error), ours.stderr).toBe(true);
  });
});

/** Who writes which side. */
const PAIRINGS: readonly (readonly ["Python" | "TypeScript", "Python" | "TypeScript"])[] = [
  ["Python", "Python"],
  ["Python", "TypeScript"],
  ["TypeScript", "Python"],
  ["TypeScript", "TypeScript"],
];
const LANGUAGES: Readonly<Record<"Python" | "TypeScript", Language>> = {
  Python: python,
  TypeScript: typescript.language,
};

/** Where the bytes of a pair's connections are random: the challenge at the beginning, and the answer to it. */
const RANDOM_BYTES: ReadonlyMap<string, number> = new Map([["net/auth", 32]]);

async function converse(
  pair: Pair,
  server: Language,
  client: Language,
): Promise<{ outcome: PairOutcome; wire: Wire }> {
  const relay = new Relay();
  const outcome = await runPair(pair, { server, client }, (port) => relay.open(port)).catch((error) => {
    relay.close();
    throw error;
  });
  return { outcome, wire: comparableWire(pair, relay.close()) };
}

function comparableWire(pair: Pair, { connections, datagrams }: Wire): Wire {
  const random = RANDOM_BYTES.get(pair.name) ?? 0;
  const without = (stream: string): string =>
    "?".repeat(Math.min(random, stream.length)) + stream.slice(random);
  return {
    connections: connections.map(({ toServer, toClient }) => ({
      toServer: without(toServer),
      toClient: without(toClient),
    })),
    datagrams,
  };
}

/** What goes over the wire between the two twins of each pair. */
const betweenTwins = new Map<Pair, Promise<Wire>>();
function wireOfTwins(pair: Pair): Promise<Wire> {
  const wire = betweenTwins.get(pair) ?? converse(pair, python, python).then((result) => result.wire);
  betweenTwins.set(pair, wire);
  return wire;
}

describe.concurrent("a server and its clients", () => {
  const cases = pairs.flatMap((pair) =>
    PAIRINGS.map(([server, client]) => ({ name: pair.name, pair, server, client })),
  );
  test.for(cases)(
    "$name: the server in $server, the client in $client",
    async (example, { expect, skip }) => {
      const { pair, server, client } = example;
      skip(!hasPython, "no python3");
      const { outcome, wire } = await converse(pair, LANGUAGES[server], LANGUAGES[client]);

      for (const [index, program] of partsOf(pair).entries()) {
        const left = index === 0 ? outcome.server : outcome.clients[index - 1]!;
        expect(comparable(left.stdout), `${program.name}\n${left.stderr}`).toBe(expectedOutput(program));
        expect(endedWith(left, expectedError(program)), left.stderr).toBe(true);
      }
      expect(wire).toEqual(await wireOfTwins(pair));
    },
  );
});

describe("the comparison", () => {
  test("replaces memory addresses and the ports of this machine, and nothing else", () => {
    const output =
      "<__main__.Lamp object at 0x7f0dee5e4010> 0x00ff 127.0.0.1:54321 ('127.0.0.1', 80) 12:30 at 0x";
    expect(comparable(output)).toBe(
      "<__main__.Lamp object at 0x…> 0x00ff 127.0.0.1:… ('127.0.0.1', …) 12:30 at 0x",
    );
  });

  test("names the first line that differs, also where one output ends before the other", () => {
    expect(difference("a\nb\n", "a\nb\n")).toBeNull();
    expect(difference("a\nb\n", "a\nc\n")).toBe('line 2: CPython prints "b", and here it is "c"');
    expect(difference("a\n", "a\n\n")).toBe('line 3: CPython prints nothing more, and here it is ""');
    expect(difference("a\nb", "a")).toBe('line 2: CPython prints "b", and here it is nothing more');
  });

  test("an error must be the one that ended the twin, and nothing but SIGTERM may end a server", () => {
    const left = { stdout: "", stderr: "", status: 0, signal: null };
    const raised = { ...left, status: 1, stderr: "file:1\n\nValueError: too hot\n    at …\n" };
    expect([endedWith(left, null), endedWith(raised, null)]).toEqual([true, false]);
    expect([endedWith(raised, "ValueError: too hot"), endedWith(raised, "ValueError: too")]).toEqual([
      true,
      false,
    ]);
    expect(endedWith({ ...left, status: null, signal: "SIGTERM" }, null)).toBe(true);
    expect(endedWith({ ...left, status: null, signal: "SIGSEGV" }, null)).toBe(false);
  });
});

test("every example has a Python twin", () => {
  const alone = all.flatMap(partsOf).filter(({ twin }) => twin === null);
  expect(alone.map(({ name }) => name)).toEqual([]);
});
