// `@command`: the methods that a peer may call, collected when the class is made.

import { describe, expect, test } from "vitest";
import { metaclass } from "../../../src/meta/metaclass.ts";
import { command } from "../../../src/net/dispatch/command.ts";
import { CommandMeta, commandsOf } from "../../../src/net/dispatch/command-meta.ts";
import { helpText } from "../../../src/net/dispatch/help.ts";
import { object } from "../../../src/protocols/object.ts";

@metaclass(CommandMeta)
class Shop extends object {
  @command()
  list() {
    "What there is.";
    return { goods: ["spam", "eggs"] };
  }

  @command("buy")
  buyOne() {
    "Buy one of them.\n\nThe rest of a docstring is for readers of the source.";
    return { bought: "spam" };
  }

  secret() {
    return "not for sale";
  }
}

const names = (cls: typeof Shop) => [...commandsOf(cls).keys()];

test("the table holds the marked methods, by the names that peers use", () => {
  expect(names(Shop)).toEqual(["list", "buy"]);
  expect(commandsOf(Shop).get("buy")).toMatchObject({ name: "buy", method: "buyOne" });
});

test("no other attribute is in it", () => {
  for (const name of [
    "secret",
    "buyOne",
    "constructor",
    "__init__",
    "__proto__",
    "toString",
    "hasOwnProperty",
  ]) {
    expect(commandsOf(Shop).get(name)).toBeUndefined();
  }
});

test("a marked method is still the method", () => {
  expect(new Shop().buyOne()).toEqual({ bought: "spam" });
});

test("help gives the first line of each docstring", () => {
  expect(helpText(commandsOf(Shop))).toBe("buy   Buy one of them.\nlist  What there is.");
});

test("a command without a docstring is refused when the class is made", () => {
  const make = () => {
    @metaclass(CommandMeta)
    class Careless extends object {
      @command("sell")
      sellOne() {}
    }
    return Careless;
  };
  expect(make).toThrow(
    new TypeError(
      "command 'sell': Careless.sellOne() has no docstring, and help could not tell what it does",
    ),
  );
});

test("two commands of one name are refused", () => {
  const make = () => {
    @metaclass(CommandMeta)
    class Twice extends object {
      @command("x")
      a() {
        "One.";
      }
      @command("x")
      b() {
        "Two.";
      }
    }
    return Twice;
  };
  expect(make).toThrow(new TypeError("command 'x' is both Twice.a() and .b()"));
});

test("a command needs a name and a method", () => {
  expect(() => command("")).toThrow(new TypeError("a command needs a name"));
  expect(() => command("x")(3 as never)).toThrow(new TypeError("@command needs a method, not 3"));
});

describe("a subclass", () => {
  @metaclass(CommandMeta)
  class Bakery extends Shop {
    @command("bake")
    bake() {
      "Bake one more.";
    }
    override buyOne() {
      return { bought: "bread" };
    }
  }

  test("inherits the commands, adds its own, and leaves the base's table alone", () => {
    expect(names(Bakery)).toEqual(["list", "buy", "bake"]);
    expect(names(Shop)).toEqual(["list", "buy"]);
  });

  test("may override a command without marking it again", () => {
    expect(commandsOf(Bakery).get("buy")?.method).toBe("buyOne");
    expect(new Bakery().buyOne()).toEqual({ bought: "bread" });
  });

  test("without the decorator is enrolled when its first instance is made", () => {
    class Kiosk extends Shop {
      @command("queue")
      queue() {
        "Stand in line.";
      }
    }
    new Kiosk();
    expect(names(Kiosk)).toEqual(["list", "buy", "queue"]);
  });

  test("takes a command away by setting the member to null", () => {
    @metaclass(CommandMeta)
    class Closed extends Shop {}
    const Open = metaclass(CommandMeta)(
      class extends Shop {
        static {
          Object.defineProperty(this.prototype, "buyOne", { value: null });
        }
      },
    );
    expect(names(Closed)).toEqual(["list", "buy"]);
    expect(names(Open)).toEqual(["list"]);
  });
});

test("without decorator syntax both are functions to call", () => {
  class Plain extends object {
    tell() {
      "Tell the time.";
      return { time: "late" };
    }
  }
  command("time")(Plain.prototype, "tell");
  const Clock = metaclass(CommandMeta)(Plain);
  expect([...commandsOf(Clock).keys()]).toEqual(["time"]);

  const Marked = metaclass(CommandMeta)(
    class extends object {
      declare ring: () => object;
      static {
        const ring = command("ring")(() => {
          "Ring the bell.";
          return { sound: "ding" };
        });
        Object.defineProperty(this.prototype, "ring", { value: ring });
      }
    },
  );
  expect(commandsOf(Marked).get("ring")?.doc).toBe("Ring the bell.");
});
