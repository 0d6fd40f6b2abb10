// `string.Formatter`: the steps of `str.format`, to override.
import { describe, expect, it } from "vitest";
import { IndexError, KeyError, ValueError } from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import * as string from "../../src/protocols/string/index.ts";

const formatter = new string.Formatter();

describe("string.Formatter", () => {
  it("fills templates as str.format does", () => {
    expect(formatter.format("{0[1]:>4}|{name!r:*^8}", ["a", "b"], kw({ name: "egon" }))).toBe(
      "   b|*'egon'*",
    );
    expect(formatter.vformat("{} {x}", [1], { x: 2 })).toBe("1 2");
  });

  it("parses a template into literal texts and the fields behind them", () => {
    expect([...formatter.parse("a {x!r:>{w}} {{b}} {}")]).toEqual([
      ["a ", "x", ">{w}", "r"],
      [" {", null, null, null],
      ["b}", null, null, null],
      [" ", "", "", null],
    ]);
  });

  it("reads what stands before a fault first", () => {
    const fields = formatter.parse("{a}{")[Symbol.iterator]();
    expect(fields.next().value).toEqual(["", "a", "", null]);
    expect(() => fields.next()).toThrow(new ValueError("Single '{' encountered in format string"));
  });

  it("looks fields up, and says which argument they start from", () => {
    expect(formatter.get_field("0[k]", [{ k: 1 }], {})).toEqual([1, 0]);
    expect(formatter.get_field("user.name", [], { user: { name: "egon" } })).toEqual(["egon", "user"]);
    expect(() => formatter.get_value("no", [], {})).toThrow(new KeyError("no"));
  });

  it("fills fields in a specification, but none in theirs", () => {
    expect(formatter.format("{:{}{}}", "x", ">", 3)).toBe("  x");
    expect(() => formatter.format("{:{:{}}}", 1, 2, 3)).toThrow(
      new ValueError("Max string recursion exceeded"),
    );
  });

  it("raises what the look-up raises", () => {
    expect(() => formatter.format("{1}", 1)).toThrow(new IndexError("tuple index out of range"));
    expect(() => formatter.vformat("{1}", [1], {})).toThrow(new IndexError("list index out of range"));
  });

  it("may be subclassed: a default for missing names", () => {
    class Defaulting extends string.Formatter {
      override get_value(key: string.FieldKey, args: readonly unknown[], kwargs: object): unknown {
        return typeof key === "number" || key in kwargs ? super.get_value(key, args, kwargs) : `<${key}>`;
      }
    }
    expect(new Defaulting().format("{a} {b}", kw({ a: 1 }))).toBe("1 <b>");
  });

  it("may be subclassed: conversions and specifications of its own", () => {
    class Shouting extends string.Formatter {
      override convert_field(value: unknown, conversion: string | null): unknown {
        return conversion === "u" ? String(value).toUpperCase() : super.convert_field(value, conversion);
      }
      override format_field(value: unknown, spec: string): string {
        return spec === "!" ? `${value}!` : super.format_field(value, spec);
      }
    }
    expect(new Shouting().format("{!u:!} {:03}", "hello", 7)).toBe("HELLO! 007");
    expect(() => formatter.format("{!u}", 1)).toThrow(new ValueError("Unknown conversion specifier u"));
  });

  it("may be subclassed: a check that every argument is used", () => {
    class Strict extends string.Formatter {
      override check_unused_args(used: ReadonlySet<string.FieldKey>, args: readonly unknown[]): void {
        const unused = args.findIndex((_, i) => !used.has(i));
        if (unused >= 0) throw new ValueError(`argument ${unused} is not used`);
      }
    }
    expect(() => new Strict().format("{0}", 1, 2)).toThrow(new ValueError("argument 1 is not used"));
  });

  it("refuses a step that gives no text", () => {
    class Wrong extends string.Formatter {
      override format_field(): string {
        return 1 as never;
      }
    }
    expect(() => new Wrong().format("a{}", 1)).toThrow(
      new TypeError("sequence item 1: expected str instance, int found"),
    );
  });
});
