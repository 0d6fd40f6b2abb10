// Dates as text against CPython: `datetime`'s own part, and the C library's where the machine has Linux's.
import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { afterEach, expect, it } from "vitest";
import { format } from "../../src/protocols/format/index.ts";
import { strftime } from "../../src/protocols/time/index.ts";
import { cpython } from "../support/cpython.ts";
import { forEachCase, fuzz } from "../support/fuzz.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kathmandu",
  "Asia/Tokyo",
  "Australia/Sydney",
];

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

/** Runs `body` in each of the zones. */
async function inEachZone(body: (zone: string, index: number) => Promise<void> | void): Promise<void> {
  for (const [index, zone] of ZONES.entries()) {
    process.env.TZ = zone;
    await body(zone, index);
  }
}

const literal = fc.constantFrom("", " ", "-", ":", "text", "é", "😀");
function formats(directives: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .array(fc.tuple(directives, literal), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.flat().join(""));
}

const between = (from: string, to: string) =>
  fc
    .integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 })
    .chain((seconds) => fc.integer({ min: 0, max: 999 }).map((ms) => seconds * 1000 + ms));
const recent = between("1972-01-01T00:00Z", "2037-12-31T00:00Z");
// The turns of the year are where weeks are hard.
const turns = fc
  .tuple(fc.integer({ min: 2, max: 9998 }), fc.integer({ min: -7, max: 7 }))
  .map(([year, day]) => new Date(0).setUTCFullYear(year, 0, day));

it("formats dates as datetime does", async () => {
  // The year of %c has no zeros in front on Linux, but in WebAssembly.
  const directive = fc
    .constantFrom(..."aAbBdefgGhHIjmMnprRStTuUVwWyYzZ%DFxXC", ":z")
    .map((type) => `%${type}`);
  const millis = fc.oneof(recent, turns, between("0002-01-01T00:00Z", "9998-12-31T00:00Z"));
  const code = `
from datetime import datetime, timedelta, timezone
def main(cases):
    return [datetime(*fields, tzinfo=timezone(timedelta(seconds=offset), name)).__format__(spec)
            for spec, fields, offset, name in cases]`;
  const py = await cpython();
  await inEachZone((_, index) => {
    const { numRuns = 1, seed = 0 } = fuzz(5400 / ZONES.length);
    const sample = fc.sample(fc.tuple(formats(directive), millis), { numRuns, seed: seed + index });
    const cases = sample.map(([spec, ms]) => {
      const date = new Date(ms);
      return [spec, fieldsOf(date), offsetOf(date), strftime("%Z", date)] as const;
    });
    const expected = py.run<string[]>(code, cases);
    forEachCase(cases, ([spec], i) => {
      expect(format(new Date(sample[i]![1]), spec)).toBe(expected[i]);
    });
  });
});

function fieldsOf(date: Date): number[] {
  return [
    date.getFullYear(),
    date.getMonth() + 1,
    date.getDate(),
    date.getHours(),
    date.getMinutes(),
    date.getSeconds(),
    date.getMilliseconds() * 1000,
  ];
}

/** Seconds east of Greenwich. */
function offsetOf(date: Date): number {
  const local = new Date(0);
  local.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  local.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  return (local.getTime() - date.getTime()) / 1000;
}

const LIBRARY = `
import json, os, sys, time
answers = []
for zone, cases in json.load(sys.stdin):
    os.environ["TZ"] = zone
    time.tzset()
    answers.append([time.strftime(format, time.localtime(seconds)) for format, seconds in cases])
json.dump(answers, sys.stdout)`;

function native(program: string, input = ""): string | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", program], {
    input,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  return status === 0 ? stdout : undefined;
}

// Where `%-d` works the C library is Linux's, as far as these directives go.
const isLinux =
  process.platform === "linux" && native("import time; print(time.strftime('%-j%k%P'))") !== undefined;

it.skipIf(!isLinux)("formats dates as the C library of Linux does, in the process's time zone", async () => {
  const part = (...options: string[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constant("") }, fc.constantFrom(...options));
  const directive = (types: string) =>
    fc
      .tuple(
        part("-", "_", "0", "^", "#", "^#", "_0", "0-", "-^"),
        part("1", "3", "5", "12"),
        part("E", "O"),
        fc.constantFrom(...types),
      )
      .map((parts) => `%${parts.join("")}`);
  const all = "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyYfiqvNLQ+:%";
  const ever = fc.oneof(turns, between("-099999-01-01T00:00Z", "+099999-01-01T00:00Z"));
  const anyTime = fc.tuple(formats(directive(all)), ever);
  const named = fc.tuple(formats(directive(`${all}zZzZ`)), recent);
  const samples = ZONES.map((_, index) => {
    const { numRuns = 1, seed = 0 } = fuzz(5400 / ZONES.length);
    return fc.sample(fc.oneof(anyTime, named), { numRuns, seed: seed + index });
  });
  const input = samples.map((sample, i) => [
    ZONES[i],
    sample.map(([spec, ms]) => [spec, Math.floor(ms / 1000)]),
  ]);
  const expected = JSON.parse(native(LIBRARY, JSON.stringify(input)) as string) as string[][];
  await inEachZone((_, zone) => {
    forEachCase(samples[zone]!, ([spec, ms], i) => {
      expect(strftime(spec, new Date(ms))).toBe(expected[zone]![i]);
    });
  });
});
