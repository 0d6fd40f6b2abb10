// `time.strftime` and `format` of dates.
import { afterEach, describe, expect, it } from "vitest";
import { ValueError } from "../../src/protocols/errors.ts";
import { format } from "../../src/protocols/format/index.ts";
import { str } from "../../src/protocols/text/text.ts";
import * as time from "../../src/protocols/time/index.ts";

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env.TZ;
  else process.env.TZ = TZ;
});

const date = new Date(2016, 0, 5, 9, 8, 7, 123);

function yearOf(year: number): Date {
  const day = new Date(2016, 0, 5);
  day.setFullYear(year);
  return day;
}

describe("time.strftime", () => {
  it.each([
    ["%Y-%m-%d %H:%M:%S", "2016-01-05 09:08:07"],
    ["%a %A %b %B %h", "Tue Tuesday Jan January Jan"],
    ["%d %e %j %U %W %V %G %g %u %w", "05  5 005 01 01 01 2016 16 2 2"],
    ["%I:%M %p, %l %P, %k", "09:08 AM,  9 am,  9"],
    ["%c|%x|%X|%r", "Tue Jan  5 09:08:07 2016|01/05/16|09:08:07|09:08:07 AM"],
    ["%D %F %R %T %C %y", "01/05/16 2016-01-05 09:08 09:08:07 20 16"],
    ["100%% %n%t|", "100% \n\t|"],
  ])("%j is %j", (spec, expected) => {
    expect(time.strftime(spec, date)).toBe(expected);
  });

  it("knows the C library's flags and widths", () => {
    expect(time.strftime("%-d %_d %-H|%^a %#p %10Y %_5d %5a", date)).toBe(
      "5  5 9|TUE am 0000002016     5   Tue",
    );
  });

  it("leaves what is no directive as it is", () => {
    expect(time.strftime("%q %f %Ed %é %", date)).toBe("%q %f %Ed %é %");
    expect(time.strftime("%99999d", date)).toBe("");
  });

  it("shows every year that a Date can have, as the C library does", () => {
    expect([5, 999, 12345, -5].map((year) => time.strftime("%Y %C %y", yearOf(year)))).toEqual([
      "5 0 05",
      "999 9 99",
      "12345 123 45",
      "-5 -1 95",
    ]);
  });

  it("shows local time, its offset and its name", () => {
    process.env.TZ = "Europe/Berlin";
    const zones = [new Date("2016-01-05T12:00Z"), new Date("2016-07-05T12:00Z")];
    expect(zones.map((at) => time.strftime("%H %z %Z", at))).toEqual(["13 +0100 CET", "14 +0200 CEST"]);
    process.env.TZ = "Asia/Kathmandu";
    expect(time.strftime("%z %Z", date)).toBe("+0545 +0545");
  });

  it("is of now without a date", () => {
    expect(Number(time.strftime("%s"))).toBeCloseTo(Date.now() / 1000, -1);
  });

  it("refuses an invalid date", () => {
    expect(() => time.strftime("%Y", new Date(Number.NaN))).toThrow(ValueError);
    expect(() => time.strftime("%Y", 5 as never)).toThrow(TypeError);
  });
});

describe("format of a Date", () => {
  it("is datetime's: with microseconds, and four digits of the year", () => {
    expect(format(date, "%d.%m.%Y %H:%M:%S.%f")).toBe("05.01.2016 09:08:07.123000");
    expect(format(yearOf(5), "%Y %C %F %G")).toBe("0005 00 0005-01-05 0005");
    process.env.TZ = "America/New_York";
    expect(format(date, "%z %:z %Z")).toBe("-0500 -05:00 EST");
  });

  it("is the `str` without directives", () => {
    expect(format(date)).toBe(str(date));
  });

  it("is what str.format asks for", () => {
    expect(str.format("{0:%Y}/{0:%m}", date)).toBe("2016/01");
  });
});
