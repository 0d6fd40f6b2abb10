// `str.format`: replacement fields.
import { describe, expect, it } from "vitest";
import { AttributeError, IndexError, KeyError, ValueError } from "../../src/protocols/errors.ts";
import { kw } from "../../src/protocols/kw.ts";
import { str } from "../../src/protocols/text/text.ts";

const { format } = str;

describe("str.format", () => {
  it("numbers the fields itself, or takes your numbers and names", () => {
    expect(format("{} {}", "a", "b")).toBe("a b");
    expect(format("{1} {0} {1}", "a", "b")).toBe("b a b");
    expect(format("{greeting}, {0}", "egon", kw({ greeting: "hello" }))).toBe("hello, egon");
  });

  it("looks up attributes and items", () => {
    const user = { name: "egon", tags: ["x", "y"] };
    expect(format("{0.tags[1]} {0[name]}", user)).toBe("y egon");
    expect(format("{table[key with.dots]}", kw({ table: { "key with.dots": 1 } }))).toBe("1");
    expect(format("{0[2]}", new Map([[2, "two"]]))).toBe("two");
  });

  it("converts with !r, !s and !a before it formats", () => {
    expect(format("{0!r:>6}|{0!s:>6}|{0!a}", "é")).toBe("   'é'|     é|'\\xe9'");
  });

  it("hands the specification to the value's type", () => {
    class Day {
      __format__(spec: string) {
        return `<${spec}>`;
      }
    }
    expect(format("{:%Y-%m} {:05.1f}", new Day(), 2.25)).toBe("<%Y-%m> 002.2");
  });

  it("fills fields in a specification, from left to right", () => {
    expect(format("{:{}{}}", "x", ">", 5)).toBe("    x");
    expect(format("{0:{width}.{precision}f}", Math.PI, kw({ width: 8, precision: 2 }))).toBe("    3.14");
    expect(() => format("{:{:{}}}", 1, 2, 3)).toThrow(new ValueError("Max string recursion exceeded"));
  });

  it("writes doubled braces as one", () => {
    expect(format("{{{}}} }}{{", 1)).toBe("{1} }{");
  });

  it.each([
    ["{", "Single '{' encountered in format string"],
    ["}", "Single '}' encountered in format string"],
    ["{0", "expected '}' before end of string"],
    ["{0:", "unmatched '{' in format spec"],
    ["{0{}", "unexpected '{' in field name"],
    ["{0!", "end of string while looking for conversion specifier"],
    ["{0!rr}", "expected ':' after conversion specifier"],
    ["{0!x}", "Unknown conversion specifier x"],
    ["{0.}", "Empty attribute in format string"],
    ["{0[}", "expected '}' before end of string"],
    ["{0[0]x}", "Only '.' or '[' may follow ']' in format field specifier"],
    ["{}{0}", "cannot switch from automatic field numbering to manual field specification"],
    ["{0}{}", "cannot switch from manual field specification to automatic field numbering"],
  ])("refuses %j", (template, message) => {
    expect(() => format(template, ["a"])).toThrow(new ValueError(message));
  });

  it("raises what the look-up raises", () => {
    expect(() => format("{2}" as string, 1)).toThrow(
      new IndexError("Replacement index 2 out of range for positional args tuple"),
    );
    expect(() => format("{name}" as string, 1)).toThrow(new KeyError("name"));
    expect(() => format("{0.x}", "a")).toThrow(new AttributeError("'str' object has no attribute 'x'"));
    expect(() => format("{toString}", kw({}))).toThrow(KeyError);
  });

  it("raises what comes first: a fault stands behind the fields before it", () => {
    expect(() => format("{0.x} {", "a")).toThrow(AttributeError);
  });

  it("is an unbound method: the template is a string", () => {
    expect(() => format(3 as unknown as string)).toThrow(
      new TypeError("descriptor 'format' for 'str' objects doesn't apply to a 'int' object"),
    );
  });
});

describe("str.format_map", () => {
  it("asks a mapping for each name once it is needed", () => {
    class Default extends Map<string, unknown> {
      __missing__(key: string) {
        return `<${key}>`;
      }
    }
    expect(str.format_map("{a} {b}", new Default([["a", 1]]))).toBe("1 <b>");
    expect(() => str.format_map("{a}", {})).toThrow(new KeyError("a"));
  });

  it("has no positional fields", () => {
    expect(() => str.format_map("{0}", {})).toThrow(
      new ValueError("Format string contains positional fields"),
    );
    expect(() => str.format_map("{}", {})).toThrow(
      new ValueError("Format string contains positional fields"),
    );
  });
});
