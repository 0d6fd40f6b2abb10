// Attribute look-up, traced: random classes with random hooks, built in Python and here from one description.
import fc from "fast-check";
import { it } from "vitest";
import { AttributeError, delattr, getattr, hasattr, KeyError, object, setattr } from "../../src/index.ts";
import { cpython } from "../support/cpython.ts";
import { expectEqual, forEachCase, fuzz } from "../support/fuzz.ts";

/** What a hook does with a name: its plain work, an AttributeError, another error, or an answer of its own. */
type Action = "plain" | "missing" | "broken" | "answer" | "dict";
interface Hook {
  readonly default: Action;
  readonly special: Readonly<Record<string, Action>>;
}
interface Level {
  readonly getattribute?: Hook;
  readonly getattr?: Hook;
  readonly setattr?: Hook;
  readonly delattr?: Hook;
  readonly methods: readonly string[];
}
type Step = readonly [op: string, name: string];
interface Case {
  /** The classes from the base down; the last one is instantiated. */
  readonly levels: readonly Level[];
  readonly initial: readonly string[];
  readonly steps: readonly Step[];
}

const NAMES = ["a", "b", "c", "m", "n", "then", "__x__"];
const name = fc.constantFrom(...NAMES);
const hook = (...actions: Action[]): fc.Arbitrary<Hook> =>
  fc.record({
    default: fc.constantFrom<Action>("plain", "plain", ...actions),
    special: fc.dictionary(name, fc.constantFrom<Action>("plain", ...actions), { maxKeys: 2 }),
  });
const level: fc.Arbitrary<Level> = fc.record(
  {
    getattribute: hook("missing", "broken", "answer"),
    getattr: hook("missing", "broken", "answer"),
    setattr: hook("dict", "missing", "answer", "broken"),
    delattr: hook("dict", "missing", "answer", "broken"),
    methods: fc.subarray(["m", "n", "a"]),
  },
  { requiredKeys: ["methods"] },
) as fc.Arbitrary<Level>;
const OPS = [
  "get",
  "get",
  "get",
  "default",
  "has",
  "set",
  "set",
  "setattr",
  "del",
  "delattr",
  "call",
  "dictget",
  "dictset",
  "dictpop",
  "dictdel",
  "dictin",
  "keys",
];
const description: fc.Arbitrary<Case> = fc.record({
  levels: fc.array(level, { minLength: 1, maxLength: 3 }),
  initial: fc.uniqueArray(name, { maxLength: 3 }),
  steps: fc.array(fc.tuple(fc.constantFrom(...OPS), name), { minLength: 1, maxLength: 12 }),
});

const TWIN = `
def act(hook, name):
    return hook["special"].get(name, hook["default"])

def build(levels, log):
    cls = object
    for i, level in enumerate(levels):
        cls = build_level(cls, i, level, log)
    return cls

def build_level(base, i, level, log):
    body = {}
    def fail(action, kind, name):
        if action == "missing": raise AttributeError(f"{kind}{i} {name}")
        if action == "broken": raise ValueError(f"{kind}{i} {name}")
    if "getattribute" in level:
        def __getattribute__(self, name):
            log.append(["getattribute", i, name])
            action = act(level["getattribute"], name)
            if name != "__dict__":
                fail(action, "getattribute", name)
                if action == "answer": return f"answer{i} {name}"
            return super(cls, self).__getattribute__(name)
        body["__getattribute__"] = __getattribute__
    if "getattr" in level:
        def __getattr__(self, name):
            log.append(["getattr", i, name])
            action = act(level["getattr"], name)
            fail(action, "getattr", name)
            if action == "answer": return f"made{i} {name}"
            up = getattr(super(cls, self), "__getattr__", None)
            if up is None: raise AttributeError(f"end {name}")
            return up(name)
        body["__getattr__"] = __getattr__
    if "setattr" in level:
        def __setattr__(self, name, value):
            log.append(["setattr", i, name, value])
            action = act(level["setattr"], name)
            fail(action, "setattr", name)
            if action == "dict": self.__dict__[name] = value
            elif action == "plain": super(cls, self).__setattr__(name, value)
        body["__setattr__"] = __setattr__
    if "delattr" in level:
        def __delattr__(self, name):
            log.append(["delattr", i, name])
            action = act(level["delattr"], name)
            fail(action, "delattr", name)
            if action == "dict": self.__dict__.pop(name)
            elif action == "plain": super(cls, self).__delattr__(name)
        body["__delattr__"] = __delattr__
    for method in level["methods"]:
        body[method] = (lambda method: lambda self: f"method{i} {method}")(method)
    cls = type(f"C{i}", (base,), body)
    return cls

def show(value):
    return "method" if callable(value) else value

def run(case):
    log = []
    obj = build(case["levels"], log)()
    d = object.__getattribute__(obj, "__dict__")
    for name in case["initial"]: d[name] = f"initial {name}"
    for n, (op, name) in enumerate(case["steps"]):
        try:
            if op == "get": out = show(getattr(obj, name))
            elif op == "default": out = show(getattr(obj, name, "fallback"))
            elif op == "has": out = hasattr(obj, name)
            elif op in ("set", "setattr"): setattr(obj, name, n); out = "done"
            elif op in ("del", "delattr"): delattr(obj, name); out = "done"
            elif op == "call":
                f = getattr(obj, name)
                out = f() if callable(f) else "not callable"
            elif op == "dictget": out = d[name]
            elif op == "dictset": d[name] = n; out = "done"
            elif op == "dictpop": out = d.pop(name, None)
            elif op == "dictdel": del d[name]; out = "done"
            elif op == "dictin": out = name in d
            elif op == "keys": out = list(d)
        except (AttributeError, ValueError, KeyError) as e:
            out = [type(e).__name__, str(e)]
        log.append(["result", out])
    return log

def main(cases):
    return [run(case) for case in cases]
`;

type Log = unknown[][];
type Bag = Record<string, unknown>;
type AnyClass = new () => object;

function fail(action: Action, text: string): void {
  if (action === "missing") throw new AttributeError(text);
  if (action === "broken") throw new RangeError(text);
}

function act(hook: Hook, name: string): Action {
  return Object.hasOwn(hook.special, name) ? (hook.special[name] as Action) : hook.default;
}

/** The hooks are written with `super`, as a user writes them; those a level does not have are taken away again. */
function buildLevel(base: AnyClass, i: number, level: Level, log: Log): AnyClass {
  const cls = {
    [`C${i}`]: class extends (base as typeof object) {
      override __getattribute__(name: string): unknown {
        log.push(["getattribute", i, name]);
        const action = act(level.getattribute as Hook, name);
        if (name !== "__dict__") {
          fail(action, `getattribute${i} ${name}`);
          if (action === "answer") return `answer${i} ${name}`;
        }
        return super.__getattribute__(name);
      }
      __getattr__(name: string): unknown {
        log.push(["getattr", i, name]);
        const action = act(level.getattr as Hook, name);
        fail(action, `getattr${i} ${name}`);
        if (action === "answer") return `made${i} ${name}`;
        const up = (base.prototype as { __getattr__?: (name: string) => unknown }).__getattr__;
        if (up === undefined) throw new AttributeError(`end ${name}`);
        return up.call(this, name);
      }
      override __setattr__(name: string, value: unknown): void {
        log.push(["setattr", i, name, value]);
        const action = act(level.setattr as Hook, name);
        fail(action, `setattr${i} ${name}`);
        if (action === "dict") this.__dict__[name] = value;
        else if (action === "plain") super.__setattr__(name, value);
      }
      override __delattr__(name: string): void {
        log.push(["delattr", i, name]);
        const action = act(level.delattr as Hook, name);
        fail(action, `delattr${i} ${name}`);
        if (action === "dict") this.__dict__.pop(name);
        else if (action === "plain") super.__delattr__(name);
      }
    },
  }[`C${i}`] as AnyClass;
  for (const kind of ["getattribute", "getattr", "setattr", "delattr"] as const) {
    if (level[kind] === undefined) Reflect.deleteProperty(cls.prototype, `__${kind}__`);
  }
  for (const method of level.methods) {
    Object.defineProperty(cls.prototype, method, {
      value: () => `method${i} ${method}`,
      configurable: true,
      writable: true,
    });
  }
  return cls;
}

const show = (value: unknown): unknown => (typeof value === "function" ? "method" : value);

/** Which hooks stand behind JavaScript's own syntax: without them `obj.x` of a missing name is no error here. */
function perform(
  obj: Bag,
  d: Bag & { pop(name: string, fallback: unknown): unknown },
  has: (hook: string) => boolean,
  [op, name]: Step,
  n: number,
): unknown {
  const syntaxReads = has("__getattr__") || has("__getattribute__");
  switch (op) {
    case "get":
      // The names that tools probe for are left to the explicit `getattr`.
      return show(syntaxReads && name !== "then" ? obj[name] : getattr(obj as unknown, name));
    case "default":
      return show(getattr(obj as unknown, name, "fallback"));
    case "has":
      return hasattr(obj, name);
    case "set":
      obj[name] = n;
      return "done";
    case "setattr":
      setattr(obj as unknown, name, n);
      return "done";
    case "del":
      if (has("__delattr__")) delete obj[name];
      else delattr(obj, name);
      return "done";
    case "delattr":
      delattr(obj, name);
      return "done";
    case "call": {
      const f = getattr(obj as unknown, name);
      return typeof f === "function" ? f() : "not callable";
    }
    case "dictget":
      if (!(name in d)) throw new KeyError(name);
      return d[name];
    case "dictset":
      d[name] = n;
      return "done";
    case "dictpop":
      return d.pop(name, null);
    case "dictdel":
      (d as unknown as { __delitem__(name: string): void }).__delitem__(name);
      return "done";
    case "dictin":
      return name in d;
    default:
      return Object.keys(d);
  }
}

function run({ levels, initial, steps }: Case): Log {
  const log: Log = [];
  const cls = levels.reduce<AnyClass>(
    (base, level, i) => buildLevel(base, i, level, log),
    object as AnyClass,
  );
  const obj = new cls() as Bag;
  const d = object.prototype.__getattribute__.call(obj as never, "__dict__") as never as Parameters<
    typeof perform
  >[1];
  for (const name of initial) d[name] = `initial ${name}`;
  const has = (hook: string): boolean => cls.prototype[hook as never] !== object.prototype[hook as never];
  steps.forEach((step, n) => {
    let out: unknown;
    try {
      out = perform(obj, d, has, step, n);
    } catch (error) {
      if (!(error instanceof AttributeError || error instanceof KeyError || error instanceof RangeError))
        throw error;
      // JavaScript's RangeError stands in for an error that is no AttributeError.
      out = [error instanceof RangeError ? "ValueError" : error.name, error.message];
    }
    log.push(["result", out]);
  });
  return log;
}

it("traces of random hooks over random programs equal CPython's", async () => {
  const python = await cpython();
  const all = fc.sample(description, fuzz(2000));
  const traces = python.run<Log[]>(TWIN, all);
  forEachCase(all, (each, index) => expectEqual(run(each), traces[index]));
});
