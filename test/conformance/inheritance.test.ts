// Random class hierarchies: the method resolution order or its error, and the chain that cooperative `super` takes.
import fc from "fast-check";
import { expect, it } from "vitest";
import { bases, isinstance, issubclass, mro, object, super_, type } from "../../src/index.ts";
import { cpython } from "../support/cpython.ts";
import { expectEqual, forEachCase, fuzz } from "../support/fuzz.ts";

/** One class: its bases by number (0 is the root), and whether it overrides `who`. */
interface Declaration {
  readonly bases: readonly number[];
  readonly overrides: boolean;
}
type Answer = readonly unknown[];

const MAX = 7;
const hierarchy = fc.array(
  fc.record({
    bases: fc.array(fc.nat(MAX), { minLength: 1, maxLength: 3 }),
    overrides: fc.boolean(),
  }),
  { minLength: 2, maxLength: MAX },
);

/** Bases that do not exist yet are taken from those that do. */
const settle = (declarations: readonly Declaration[]): Declaration[] =>
  declarations.map((each, index) => ({ ...each, bases: each.bases.map((base) => base % (index + 1)) }));

const TWIN = `
class Root:
    def __init__(self): self.order = ["Root"]
    def who(self): return ["Root"]

def declare(name, bases, overrides):
    def __init__(self):
        super(cls, self).__init__()
        self.order.append(name)
    body = {"__init__": __init__}
    if overrides:
        def who(self): return [name] + super(cls, self).who()
        body["who"] = who
    cls = type(name, bases, body)
    return cls

def run(declarations):
    classes = [Root]
    out = []
    for index, each in enumerate(declarations):
        name = f"C{index + 1}"
        try:
            cls = declare(name, tuple(classes[base] for base in each["bases"]), each["overrides"])
        except TypeError as e:
            out.append(str(e))
            classes.append(Root)
            continue
        obj = cls()
        out.append([
            [k.__name__ for k in cls.__mro__], [k.__name__ for k in cls.__bases__], obj.order, obj.who(),
            [isinstance(obj, k) for k in classes], [issubclass(cls, k) for k in classes],
        ])
        classes.append(cls)
    return out

def main(cases):
    return [run(each) for each in cases]
`;

class Root extends object {
  order = ["Root"];
  who(): string[] {
    return ["Root"];
  }
}

type AnyRoot = new () => Root;

/** As a program would declare it. */
function declare(name: string, parents: readonly AnyRoot[], overrides: boolean): AnyRoot {
  const [first, ...others] = parents as [AnyRoot, ...AnyRoot[]];
  const base: AnyRoot = others.length === 0 ? first : (bases(first, ...others) as unknown as AnyRoot);
  const cls: AnyRoot = {
    [name]: class extends base {
      #own = name;
      constructor() {
        super();
        this.order.push(this.#own);
      }
    },
  }[name] as AnyRoot;
  if (overrides) addWho(cls, name);
  return cls;
}

/** As `type(name, bases, namespace)` makes it. */
function make(name: string, parents: readonly AnyRoot[], overrides: boolean): AnyRoot {
  const cls = type(name, parents, {
    __init__(this: Root) {
      super_(cls as unknown as AnyRoot, this).__init__();
      this.order.push(name);
    },
  }) as unknown as AnyRoot;
  if (overrides) addWho(cls, name);
  return cls;
}

function addWho(cls: AnyRoot, name: string): void {
  const value = function (this: Root): string[] {
    return [name, ...super_(cls, this).who()];
  };
  Object.defineProperty(cls.prototype, "who", { value, configurable: true, writable: true });
}

function run(declarations: readonly Declaration[], build: typeof declare): Answer {
  const classes: AnyRoot[] = [Root];
  return declarations.map((each, index) => {
    let cls: AnyRoot;
    try {
      const parents = each.bases.map((base) => classes[base] as AnyRoot);
      cls = build(`C${index + 1}`, parents, each.overrides);
    } catch (error) {
      classes.push(Root);
      return (error as TypeError).message;
    }
    const obj = new cls();
    const answer = [
      mro(cls).map(({ name }) => name),
      (cls as unknown as type).__bases__.map(({ name }) => name),
      obj.order,
      obj.who(),
      classes.map((each) => isinstance(obj, each)),
      classes.map((each) => issubclass(cls, each)),
    ];
    expect(answer[4]).toEqual(classes.map((each) => obj instanceof each));
    classes.push(cls);
    return answer;
  });
}

it("orders, errors, constructors and cooperative chains of random hierarchies equal CPython's", async () => {
  const python = await cpython();
  const all = fc.sample(hierarchy, fuzz(2000)).map(settle);
  const answers = python.run<Answer[]>(TWIN, all);
  forEachCase(all, (each, index) => expectEqual(run(each, declare), answers[index]));
});

it("classes made by `type(name, bases, namespace)` answer the same", async () => {
  const python = await cpython();
  const all = fc.sample(hierarchy, fuzz(500)).map(settle);
  const answers = python.run<Answer[]>(TWIN, all);
  forEachCase(all, (each, index) => expectEqual(run(each, make), answers[index]));
});
