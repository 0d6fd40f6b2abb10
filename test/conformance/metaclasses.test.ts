// Random metaclasses over random classes: which hooks run, in what order and with what, when classes and instances are made.
import fc from "fast-check";
import { it } from "vitest";
import {
  type Class,
  bases as combine,
  type Metaclass,
  metaclass,
  mro,
  type Namespace,
  object,
  super_,
  type,
} from "../../src/index.ts";
import { cpython } from "../support/cpython.ts";
import { expectEqual, forEachCase, fuzz } from "../support/fuzz.ts";

interface MetaDeclaration {
  /** The metaclass it extends, by number; 0 is `type`. */
  readonly base: number;
  readonly prepare: boolean;
  readonly new: boolean;
  readonly init: boolean;
  readonly call: boolean;
}
interface ClassDeclaration {
  /** The explicit metaclass, by number; 0 is `type`. */
  readonly meta: number;
  readonly bases: readonly number[];
  readonly new: "absent" | "plain" | "foreign";
  readonly init: boolean;
  readonly initSubclass: boolean;
  readonly named: readonly string[];
  readonly keywords: Readonly<Record<string, number>>;
  readonly args: readonly number[];
}
interface Case {
  readonly metas: readonly MetaDeclaration[];
  readonly classes: readonly ClassDeclaration[];
}
type Log = unknown[][];

const metaDeclaration = fc.record({
  base: fc.nat(2),
  prepare: fc.boolean(),
  new: fc.boolean(),
  init: fc.boolean(),
  call: fc.boolean(),
});
const classDeclaration = fc.record({
  meta: fc.nat(2),
  bases: fc.array(fc.nat(3), { maxLength: 2 }),
  new: fc.constantFrom("absent", "absent", "plain", "foreign"),
  init: fc.boolean(),
  initSubclass: fc.boolean(),
  named: fc.subarray(["p", "q"]),
  keywords: fc.oneof(fc.constant({}), fc.constant({}), fc.dictionary(fc.constantFrom("k", "l"), fc.nat(9))),
  args: fc.array(fc.nat(9), { maxLength: 2 }),
}) as fc.Arbitrary<ClassDeclaration>;
const description: fc.Arbitrary<Case> = fc.record({
  metas: fc.array(metaDeclaration, { minLength: 1, maxLength: 3 }),
  classes: fc.array(classDeclaration, { minLength: 1, maxLength: 4 }),
});

const TWIN = `
def names(bases): return [base.__name__ for base in bases]
def visible(namespace): return sorted(key for key in namespace if not key.startswith("__"))

class Named:
    def __init__(self, log): self.log = log
    def __set_name__(self, owner, name): self.log.append(["set_name", type(owner).__name__, owner.__name__, name])

def build_meta(index, each, base, log):
    me = f"M{index}"
    body = {}
    if each["prepare"]:
        def __prepare__(mcs, name, bases, **kw):
            log.append(["prepare", me, mcs.__name__, name, names(bases), kw])
            return super(meta, mcs).__prepare__(name, bases, **kw)
        body["__prepare__"] = classmethod(__prepare__)
    if each["new"]:
        def __new__(mcs, name, bases, namespace, **kw):
            log.append(["new", me, mcs.__name__, name, names(bases), visible(namespace), kw])
            return super(meta, mcs).__new__(mcs, name, bases, namespace, **kw)
        body["__new__"] = __new__
    if each["init"]:
        def __init__(cls, name, bases, namespace, **kw):
            log.append(["init", me, cls.__name__, name, names(bases), visible(namespace), kw])
            super(meta, cls).__init__(name, bases, namespace, **kw)
        body["__init__"] = __init__
    if each["call"]:
        def __call__(cls, *args):
            log.append(["call", me, cls.__name__, list(args)])
            return super(meta, cls).__call__(*args)
        body["__call__"] = __call__
    meta = type(me, (base,), body)
    return meta

def declare(index, each, meta, bases, log):
    name = f"C{index}"
    body = {n: Named(log) for n in each["named"]}
    if each["new"] != "absent":
        def __new__(cls, *args):
            log.append(["cls.new", name, cls.__name__, list(args)])
            return {} if each["new"] == "foreign" else super(made, cls).__new__(cls)
        body["__new__"] = __new__
    if each["init"]:
        def __init__(self, *args):
            log.append(["cls.init", name, type(self).__name__, list(args)])
        body["__init__"] = __init__
    if each["initSubclass"]:
        def __init_subclass__(cls, **kw):
            log.append(["init_subclass", name, cls.__name__, kw])
        body["__init_subclass__"] = classmethod(__init_subclass__)
    import types
    made = None
    def fill(namespace): namespace.update(body)
    made = types.new_class(name, bases, {"metaclass": meta, **each["keywords"]}, fill)
    return made

def run(case):
    log = []
    metas = [type]
    for index, each in enumerate(case["metas"]):
        metas.append(build_meta(index + 1, each, metas[each["base"] % len(metas)], log))
    classes = [object]
    for index, each in enumerate(case["classes"]):
        bases = tuple(dict.fromkeys(classes[base % len(classes)] for base in each["bases"])) or (object,)
        start = len(log)
        try:
            cls = declare(index + 1, each, metas[each["meta"] % len(metas)], bases, log)
        except TypeError as e:
            # There the order is settled when the bases are named, before the metaclass hears of the class.
            # Where a metaclass conflict is there too, Python names that one first.
            if "MRO" in str(e): del log[start:]
            log.append(["error", "refused" if "MRO" in str(e) or "conflict" in str(e) else str(e)])
            continue
        classes.append(cls)
        log.append(["made", type(cls).__name__])
        takes = any("__init__" in vars(k) or "__new__" in vars(k) for k in cls.__mro__[:-1])
        obj = cls(*(each["args"] if takes else []))
        log.append(["is", isinstance(obj, cls), type(obj).__name__ if not isinstance(obj, dict) else "dict"])
    return log

def main(cases):
    return [run(case) for case in cases]
`;

const names = (classes: readonly Class[]): string[] => classes.map(({ name }) => name);
const visible = (namespace: Namespace): string[] =>
  Object.keys(namespace)
    .filter((key) => !key.startsWith("__"))
    .sort();
type Keywords = Readonly<Record<string, unknown>>;

class Named {
  constructor(readonly log: Log) {}
  __set_name__(owner: Class, name: string): void {
    this.log.push(["set_name", type(owner).name, owner.name, name]);
  }
}

/** All hooks are written with `super`; those that the description leaves out are taken away again. */
function buildMeta(index: number, each: MetaDeclaration, base: typeof type, log: Log): typeof type {
  const me = `M${index}`;
  const meta = {
    [me]: class extends base {
      static override __prepare__(name: string, bases: readonly Class[], keywords: Keywords = {}): object {
        log.push(["prepare", me, this.name, name, names(bases), keywords]);
        return super.__prepare__(name, bases, keywords);
      }
      static override __new__(
        mcs: Metaclass,
        name: string,
        bases: readonly Class[],
        namespace: Namespace,
        keywords: Keywords = {},
      ): type {
        log.push(["new", me, mcs.name, name, names(bases), visible(namespace), keywords]);
        return super.__new__(mcs, name, bases, namespace, keywords);
      }
      override __init__(
        name: string,
        bases: readonly Class[],
        namespace: Namespace,
        keywords: Keywords = {},
      ): void {
        log.push(["init", me, this.name, name, names(bases), visible(namespace), keywords]);
        super.__init__(name, bases, namespace, keywords);
      }
      override __call__(...args: unknown[]): unknown {
        log.push(["call", me, this.name, args]);
        return super.__call__(...args);
      }
    },
  }[me] as unknown as typeof type;
  if (!each.prepare) Reflect.deleteProperty(meta, "__prepare__");
  if (!each.new) Reflect.deleteProperty(meta, "__new__");
  if (!each.init) Reflect.deleteProperty(meta.prototype, "__init__");
  if (!each.call) Reflect.deleteProperty(meta.prototype, "__call__");
  return meta;
}

type AnyClass = typeof object;

function declare(index: number, each: ClassDeclaration, meta: Metaclass, bases: AnyClass[], log: Log): Class {
  const name = `C${index}`;
  const [first = object, ...others] = bases;
  const base = others.length === 0 ? first : (combine(first, ...others) as unknown as AnyClass);
  const cls: AnyClass = {
    [name]: class extends base {
      static override __new__(cls: Class, ...args: unknown[]): object {
        log.push(["cls.new", name, cls.name, args]);
        return each.new === "foreign" ? new Map() : super_(made, cls).__new__(cls);
      }
      override __init__(...args: unknown[]): void {
        log.push(["cls.init", name, this.__class__.name, args]);
      }
      static override __init_subclass__(keywords: Keywords = {}): void {
        log.push(["init_subclass", name, this.name, keywords]);
      }
    },
  }[name] as AnyClass;
  if (each.new === "absent") Reflect.deleteProperty(cls, "__new__");
  if (!each.init) Reflect.deleteProperty(cls.prototype, "__init__");
  if (!each.initSubclass) Reflect.deleteProperty(cls, "__init_subclass__");
  for (const key of each.named) Object.assign(cls, { [key]: new Named(log) });
  const keywords = Object.keys(each.keywords).length === 0 ? undefined : each.keywords;
  const made = metaclass(meta, keywords)(cls) as AnyClass;
  return made;
}

function run({ metas, classes }: Case): Log {
  const log: Log = [];
  const madeMetas = [type];
  for (const [index, each] of metas.entries()) {
    const base = madeMetas[each.base % madeMetas.length] as typeof type;
    madeMetas.push(buildMeta(index + 1, each, base, log));
  }
  const made: Class[] = [object];
  for (const [index, each] of classes.entries()) {
    const parents = [...new Set(each.bases.map((base) => made[base % made.length] as AnyClass))];
    const meta = madeMetas[each.meta % madeMetas.length] as typeof type;
    let cls: Class;
    try {
      cls = declare(index + 1, each, meta, parents, log);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      const isRefused = /MRO|conflict/.test(error.message);
      log.push(["error", isRefused ? "refused" : error.message]);
      continue;
    }
    made.push(cls);
    log.push(["made", type(cls).name]);
    // A class that nobody told how to take arguments is given none: CPython refuses them, TypeScript does not compile.
    const takes = mro(cls).some(
      (k) => k !== object && (Object.hasOwn(k, "__new__") || Object.hasOwn(k.prototype, "__init__")),
    );
    const obj = new (cls as unknown as new (...args: number[]) => object)(...(takes ? each.args : []));
    log.push([
      "is",
      obj instanceof cls,
      obj instanceof Map ? "dict" : (obj as { __class__: Class }).__class__.name,
    ]);
  }
  return log;
}

it("traces of random metaclasses and classes equal CPython's", async () => {
  const python = await cpython();
  const all = fc.sample(description, fuzz(2000));
  const logs = python.run<Log[]>(TWIN, all);
  forEachCase(all, (each, index) => expectEqual(run(each), logs[index]));
});
