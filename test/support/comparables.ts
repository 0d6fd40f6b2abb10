// Values to compare and sort, described once and built in both languages: natives, nested containers, and objects of
// classes whose methods of comparison answer what they were told, and note that they were asked.

import fc from "fast-check";
import { dict, frozenset, list, set, tuple } from "../../src/protocols/builtins/index.ts";
import { NotImplemented } from "../../src/protocols/comparison/notimplemented.ts";
import { isLess } from "../../src/protocols/comparison/ordering.ts";
import { ValueError } from "../../src/protocols/errors.ts";
import { total_ordering } from "../../src/protocols/functools/index.ts";
import type { Class } from "../../src/protocols/lookup.ts";
import { float } from "../../src/protocols/numbers/numbers.ts";
import { object } from "../../src/protocols/object.ts";
import { repr } from "../../src/protocols/text/repr.ts";

/** The special methods of comparison. */
export const HOOKS = ["__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__"] as const;

/** What a method answers; `byKey` compares the two objects' keys truly, `None` stands in the place of the method. */
export type HookAnswer = "True" | "False" | "NotImplemented" | "raise" | "0" | "'x'" | "None" | "byKey";

/** One class; `base` is the index of an earlier one, or what Python or JavaScript has at the root. */
export interface ClassSpec {
  readonly base: number | "object" | "plain" | "Array" | "list" | "tuple" | "dict" | "set" | "float";
  readonly hooks: Readonly<Partial<Record<(typeof HOOKS)[number], HookAnswer>>>;
  /** Whether `functools.total_ordering` completes it; where that fails, the error is noted. */
  readonly total: boolean;
}

/** A value. */
export type Spec =
  | readonly [kind: "none"]
  | readonly [kind: "bool", value: boolean]
  | readonly [kind: "int" | "wide" | "float", text: string]
  | readonly [kind: "str", text: string]
  | readonly [kind: "bytes", values: readonly number[]]
  /** Those whose names begin with `py` are instances of this library's classes, where the others are JavaScript's. */
  | readonly [kind: "list" | "pylist" | "tuple" | "set" | "pyset" | "frozenset", items: readonly Spec[]]
  | readonly [kind: "dict" | "pydict", items: ReadonlyArray<readonly [Spec, Spec]>]
  /** The instance number `id` of a class, with something to compare by; a built-in type's subclass holds it. */
  | readonly [kind: "object", cls: number, id: number, key: number];

/** Python's builder: `Builder(classes).value(spec)`; what its objects are asked stands in `log`. */
export const COMPARABLES_PY = `
import functools, math

class Builder:
    roots = {
        "object": (), "plain": (), "Array": (list,), "list": (list,), "tuple": (tuple,),
        "dict": (dict,), "set": (set,), "float": (float,),
    }

    def __init__(self, specs):
        self.log = []
        self.objects = {}
        self.classes = []
        for i, spec in enumerate(specs):
            base = spec["base"]
            bases = (self.classes[base],) if isinstance(base, int) else self.roots[base]
            body = {"__module__": "__main__", "__repr__": lambda self: f"<{self.id}>", "__hash__": lambda self: 1}
            for hook, answer in spec["hooks"].items():
                body[hook] = self.hook(hook, answer)
            self.classes.append(type(f"C{i}", bases, body))
            if spec["total"]: self.complete(self.classes[-1])

    def complete(self, cls):
        try: functools.total_ordering(cls)
        except ValueError as error: self.log.append(str(error))

    def hook(self, name, answer):
        if answer == "None": return None
        def method(this, other):
            self.log.append(f"{name}{this.id}")
            if answer == "raise": raise ValueError(f"{name} failed")
            if answer == "byKey":
                return this.key < other.key if hasattr(other, "key") else NotImplemented
            return {"True": True, "False": False, "NotImplemented": NotImplemented, "0": 0, "'x'": "x"}[answer]
        return method

    def value(self, spec):
        kind, *parts = spec
        if kind == "none": return None
        if kind in ("bool", "str"): return parts[0]
        if kind in ("int", "wide"): return int(parts[0])
        # One object stands for all NaN, as in JavaScript.
        if kind == "float": return math.nan if parts[0] == "nan" else float(parts[0])
        if kind == "bytes": return bytes(parts[0])
        if kind in ("list", "pylist"): return [self.value(item) for item in parts[0]]
        if kind == "tuple": return tuple(self.value(item) for item in parts[0])
        if kind in ("set", "pyset"): return {self.value(item) for item in parts[0]}
        if kind == "frozenset": return frozenset(self.value(item) for item in parts[0])
        if kind in ("dict", "pydict"): return {self.value(k): self.value(v) for k, v in parts[0]}
        cls, id, key = parts
        if (cls, id) not in self.objects:
            made = self.make(self.classes[cls], key)
            made.id, made.key = id, key
            self.objects[cls, id] = made
        return self.objects[cls, id]

    def make(self, cls, key):
        if issubclass(cls, (list, tuple, set)): return cls([key])
        if issubclass(cls, dict): return cls([(key, key)])
        return cls(key) if issubclass(cls, float) else cls()
`;

interface Comparable {
  id: number;
  key: number;
}

/** {@link COMPARABLES_PY} in TypeScript. */
export class Builder {
  readonly log: string[] = [];
  readonly #objects = new Map<string, object>();
  readonly #classes: Class[] = [];

  constructor(specs: readonly ClassSpec[]) {
    specs.forEach((spec, i) => {
      const cls = classOver(this.#baseOf(spec), `C${i}`);
      const methods: Record<string, unknown> = {
        __repr__: function (this: Comparable) {
          return `<${this.id}>`;
        },
        __hash__: () => 1,
      };
      for (const [hook, answer] of Object.entries(spec.hooks)) methods[hook] = this.#hook(hook, answer);
      for (const [name, value] of Object.entries(methods)) {
        Object.defineProperty(cls.prototype, name, { value, configurable: true, writable: true });
      }
      this.#classes.push(cls);
      if (spec.total) this.#complete(cls);
    });
  }

  #complete(cls: Class): void {
    try {
      total_ordering(cls);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      this.log.push(error.message);
    }
  }

  #baseOf({ base }: ClassSpec): Class | undefined {
    if (typeof base === "number") return this.#classes[base];
    return ROOTS[base] as Class | undefined;
  }

  #hook(name: string, answer: HookAnswer): unknown {
    if (answer === "None") return null;
    const { log } = this;
    return function (this: Comparable, other: Comparable | null | undefined): unknown {
      log.push(`${name}${this.id}`);
      if (answer === "raise") throw new ValueError(`${name} failed`);
      if (answer !== "byKey") return ANSWERS[answer];
      return typeof other?.key === "number" ? isLess(this.key, other.key) : NotImplemented;
    };
  }

  value(spec: Spec): unknown {
    switch (spec[0]) {
      case "none":
        return null;
      case "bool":
      case "str":
        return spec[1];
      case "int":
        return Number.isSafeInteger(Number(spec[1])) ? Number(spec[1]) : BigInt(spec[1]);
      case "wide":
        return BigInt(spec[1]);
      case "float":
        return floatOf(spec[1]);
      case "bytes":
        return new Uint8Array(spec[1]);
      case "list":
      case "set":
      case "pylist":
      case "pyset":
      case "tuple":
      case "frozenset":
        return CONTAINERS[spec[0]](spec[1].map((item) => this.value(item)));
      case "dict":
      case "pydict": {
        const entries = spec[1].map(([key, value]): [unknown, unknown] => [
          this.value(key),
          this.value(value),
        ]);
        return spec[0] === "dict" ? new Map(entries) : dict(entries);
      }
      default:
        return this.#object(spec);
    }
  }

  #object([, cls, id, key]: Extract<Spec, readonly ["object", ...unknown[]]>): object {
    const name = `${cls} ${id}`;
    let made = this.#objects.get(name);
    if (made === undefined) {
      made = makeObject(this.#classes[cls] as Constructor, key);
      for (const [name, value] of Object.entries({ id, key })) Object.defineProperty(made, name, { value });
      this.#objects.set(name, made);
    }
    return made;
  }
}

const ROOTS = { object, plain: undefined, Array, list, tuple, dict, set, float };

const CONTAINERS = {
  list: (items: unknown[]) => items,
  set: (items: unknown[]) => new Set(items),
  pylist: (items: unknown[]) => list(items),
  pyset: (items: unknown[]) => set(items),
  tuple: (items: unknown[]) => tuple(items),
  frozenset: (items: unknown[]) => frozenset(items),
} as const;

type Constructor = new (items?: unknown) => object;

/** An instance that holds `key`, where its class extends something that can. */
function makeObject(cls: Constructor, key: number): object {
  if (inherits(cls, list) || inherits(cls, tuple) || inherits(cls, set)) return new cls([key]);
  if (inherits(cls, dict)) return new cls([[key, key]]);
  if (inherits(cls, float)) return new cls(key);
  const made = new cls();
  if (Array.isArray(made)) made.push(key);
  return made;
}

function inherits(cls: Constructor, base: { readonly prototype: object }): boolean {
  return Object.prototype.isPrototypeOf.call(base.prototype, cls.prototype);
}

const ANSWERS = { True: true, False: false, NotImplemented, "0": 0, "'x'": "x" } as const;

function classOver(base: Class | undefined, name: string): Class {
  if (base === undefined) return { [name]: class {} }[name] as Class;
  return { [name]: class extends (base as new () => object) {} }[name] as Class;
}

function floatOf(text: string): unknown {
  const value = Number({ inf: "Infinity", "-inf": "-Infinity" }[text] ?? text);
  return Number.isInteger(value) && !Object.is(value, -0) ? float(value) : value;
}

/** How an answer looks. */
export function show(answer: unknown): string {
  return answer === NotImplemented ? "NotImplemented" : repr(answer);
}

/** What an operation gives and whom it asks, or its error. */
export function traced(builder: Builder, operation: () => unknown): string[] {
  try {
    return [show(operation()), ...builder.log];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return [`${error.name}: ${error.message}`, ...builder.log];
  }
}

/** {@link traced} in Python. */
export const TRACED_PY = `
def traced(builder, operation):
    try:
        return [repr(operation()), *builder.log]
    except Exception as error:
        return [f"{type(error).__name__}: {error}", *builder.log]
`;

const integers = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 3 }).map(String) },
  fc.constantFrom(2n ** 53n, 2n ** 53n + 1n, 2n ** 70n, -(2n ** 70n), 10n ** 400n).map(String),
);
const characters = fc.constantFrom("a", "b", "é", "\u{fffd}", "😀", "😁", "\ud83d", "\ude00", "\uffff");

/** Values without parts. */
export const scalars: fc.Arbitrary<Spec> = fc.oneof(
  fc.tuple(fc.constantFrom("int", "int", "wide"), integers),
  fc.tuple(
    fc.constant("float"),
    fc.constantFrom("0.0", "-0.0", "1.0", "0.5", "-2.5", "nan", "inf", "-inf", `${2 ** 53}.0`, "1e300"),
  ),
  fc.array(characters, { maxLength: 3 }).map((text) => ["str", text.join("")]),
  fc.array(fc.constantFrom(0, 97, 255), { maxLength: 3 }).map((values) => ["bytes", values]),
  fc.boolean().map((value) => ["bool", value]),
  fc.constant(["none"]),
) as fc.Arbitrary<Spec>;

/** Up to three classes, with subclass relations between them. */
export const classes = (answers: fc.Arbitrary<HookAnswer>): fc.Arbitrary<readonly ClassSpec[]> => {
  const hooks = fc.record(Object.fromEntries(HOOKS.map((hook) => [hook, answers])), {
    requiredKeys: [],
  }) as fc.Arbitrary<ClassSpec["hooks"]>;
  const root = fc.constantFrom(
    "object",
    "object",
    "plain",
    "plain",
    "Array",
    "list",
    "tuple",
    "dict",
    "set",
    "float",
  ) as fc.Arbitrary<ClassSpec["base"]>;
  const total = fc.constantFrom(false, false, false, true);
  return fc.tuple(
    fc.record({ base: root, hooks, total }),
    fc.record({ base: fc.oneof(root, fc.constant(0)), hooks, total }),
    fc.record({ base: fc.oneof(root, fc.constantFrom(0, 1)), hooks, total }),
  );
};

/** One of the objects of three classes. */
export const instances: fc.Arbitrary<Spec> = fc
  .tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 3 }))
  .map(([cls, key]) => ["object", cls, cls * 10 + key, key]);
