// `help`: what there is to know of a class, a function or an instance, in the layout of Python's pydoc.

import { boundParts } from "../attributes/bound-method.ts";
import { type Class, isClass } from "../lookup.ts";
import { print } from "../text/print.ts";
import { qualifiedName, repr } from "../text/repr.ts";
import { typeName } from "../typename.ts";
import { classChain, classOf, isNative } from "./class-chain.ts";
import { MEMBER_KINDS, type Member, membersOf } from "./class-members.ts";
import { cleandoc } from "./cleandoc.ts";
import { type Callee, firstText, getdoc, inheritedDoc, ownDoc } from "./documentation.ts";
import { OBJECT_DOCS } from "./object-docs.ts";
import { constructorDoc, constructorParameters, parametersOf, signatureText } from "./signature.ts";

/**
 * Prints what there is to know of `thing` to standard output: Python's `help`. See {@link helpText}.
 */
export function help(thing: unknown): void {
  print(helpText(thing));
}

/**
 * The text that {@link help} prints: what `thing` is, its signature, its documentation and, for a class, its members and
 * the inherited ones. An instance gets the text of its class.
 *
 * The layout is that of Python's pydoc. Parameters are read from the source. A declared constructor stands as `__init__`;
 * methods show the `self` that Python's have. Names that begin with an underscore are left out, special methods are not.
 *
 * @example
 * helpText(function add(a, b = 2) { "The sum of a and b."; return a + b; });
 * // Help on function add in module __main__:
 * //
 * // add(a, b=2)
 * //     The sum of a and b.
 */
export function helpText(thing: unknown): string {
  if (isClass(thing)) return `Help on class ${nameOf(thing)}${inModule(thing)}:\n\n${classText(thing)}`;
  if (typeof thing === "function" && typeName(thing) === "function") return functionHelp(thing as Callee);
  const cls = classOf(thing);
  if (cls === undefined) return `Help on ${typeName(thing)} object:\n\nclass ${typeName(thing)}(object)\n`;
  return `Help on ${typeName(thing)}${inModule(cls)} object:\n\n${classText(cls)}`;
}

function functionHelp(fn: Callee): string {
  const bound = boundParts(fn);
  const what = bound !== undefined ? "method" : isNative(fn) ? "built-in function" : "function";
  const name = bound?.func.name ?? (fn.name || "<lambda>");
  const place = isNative(bound?.func ?? fn) ? "" : " in module __main__";
  return `Help on ${what} ${name}${place}:\n\n${routineText(bound?.func ?? fn, getdoc(fn), { note: boundNote(fn) })}`;
}

function boundNote(fn: Callee): string {
  const self = boundParts(fn)?.self;
  if (self === undefined) return "";
  if (isClass(self)) return ` class method of ${fullName(self)}`;
  const cls = classOf(self);
  return cls === undefined ? "" : ` method of ${fullName(cls)} instance`;
}

// Python's name of a class and of its module. ------------------------------------------------------------------------

function nameOf(cls: Class): string {
  return qualifiedName(cls).replace(/^.*\./, "");
}

function moduleOf(cls: Class): string {
  const name = qualifiedName(cls);
  return name.includes(".") ? name.replace(/\.[^.]*$/, "") : "builtins";
}

function fullName(cls: Class): string {
  return `${moduleOf(cls)}.${nameOf(cls)}`;
}

function inModule(cls: Class): string {
  const module = moduleOf(cls);
  return module === "builtins" ? "" : ` in module ${module}`;
}

const RULE = "-".repeat(70);

function classText(cls: Class): string {
  const module = moduleOf(cls);
  const nameFrom = (other: Class) => (moduleOf(other) === module ? nameOf(other) : fullName(other));
  const chain = classChain(cls).filter((base) => qualifiedName(base) !== "object");
  const root = module === "builtins" ? "object" : "builtins.object";
  const bases = chain.slice(1).map(nameFrom);

  const blocks: string[] = [];
  const parameters = initParameters(chain);
  if (parameters !== undefined && parameters.length > 0) {
    blocks.push(`${nameOf(cls)}${signatureText(nameOf(cls), parameters)}\n`);
  }
  const doc = tidy(ownDoc(cls));
  if (doc !== "") blocks.push(`${doc}\n`);
  if (bases.length > 0) {
    const order = [nameFrom(cls), ...bases, root].map((name) => `    ${name}\n`);
    blocks.push(`Method resolution order:\n${order.join("")}`);
  }
  blocks.push(memberSections(cls, chain, nameFrom).join(`${RULE}\n`));

  const title = `class ${nameOf(cls)}(${bases[0] ?? root})\n`;
  const body = blocks.filter((block) => block !== "").join("\n");
  return body === "" ? title : `${title}${indent(body.trimEnd(), " |  ")}`;
}

/** The parameters of the nearest `__init__` or declared constructor. */
function initParameters(chain: readonly Class[]): string[] | undefined {
  for (const cls of chain) {
    const init: unknown = Object.getOwnPropertyDescriptor(cls.prototype, "__init__")?.value;
    const found = typeof init === "function" ? parametersOf(init) : constructorParameters(cls);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The members of each kind and each class of the chain, the class's own first; a name counts where it is found first. */
function memberSections(cls: Class, chain: readonly Class[], nameFrom: (cls: Class) => string): string[] {
  const sections: string[] = [];
  const seen = new Set<string>();
  for (const home of chain) {
    // What JavaScript's own classes have would bury the rest.
    if (home !== chain[0] && isNative(home)) break;
    const members = membersOf(home).filter(({ name, isStatic }) => !seen.has(`${isStatic} ${name}`));
    for (const { name, isStatic } of members) seen.add(`${isStatic} ${name}`);
    const origin = home === chain[0] ? "defined here" : `inherited from ${nameFrom(home)}`;
    for (const kind of MEMBER_KINDS) {
      const texts = members
        .filter((member) => member.kind === kind)
        .map((member) => memberText(member, cls, home));
      if (texts.length > 0) sections.push(`${kind} ${origin}:\n\n${texts.join("\n")}\n`);
    }
  }
  return sections;
}

function memberText({ name, kind, isStatic, value }: Member, cls: Class, home: Class): string {
  if (kind === "Data and other attributes") return dataText(name, value);
  const doc = memberDoc(home, name, isStatic);
  if (kind === "Readonly properties" || kind === "Data descriptors")
    return `${name}\n${indent(tidy(doc), "    ")}`;
  if (value === home) {
    return routineText(home, doc, { name, parameters: ["self", ...(constructorParameters(home) ?? [])] });
  }
  const own = parametersOf(value as object);
  const parameters = isStatic || own === undefined ? own : ["self", ...own];
  return routineText(value as Callee, doc, { name, parameters, cls });
}

function memberDoc(home: Class, name: string, isStatic: boolean): string | null {
  const inherited = inheritedDoc(home, name, (cls) => (isStatic ? cls : cls.prototype));
  const text =
    name === "__init__" && inherited === null ? firstText(classChain(home), constructorDoc) : inherited;
  return text ?? OBJECT_DOCS[name] ?? null;
}

const DATA_WIDTH = 70;

function dataText(name: string, value: unknown): string {
  const line = `${name} = ${repr(value)}`;
  const text = line.length > DATA_WIDTH ? `${line.slice(0, DATA_WIDTH)}...` : line;
  const doc = isClass(value) ? tidy(ownDoc(value)) : "";
  return doc === "" ? `${text}\n` : `${text}\n${indent(doc, "    ")}\n`;
}

interface RoutineOptions {
  /** The name under which it was found; its own, if absent. */
  readonly name?: string;
  readonly parameters?: readonly string[] | undefined;
  /** The class that is being described. */
  readonly cls?: Class;
  readonly note?: string;
}

function routineText(fn: Callee | Class, doc: string | null, options: RoutineOptions): string {
  const { cls, note = "" } = options;
  const parameters = "parameters" in options ? options.parameters : parametersOf(fn);
  const realName = isClass(fn) ? "__init__" : fn.name;
  const name = options.name ?? realName;
  const async = /^Async/.test(Object.prototype.toString.call(fn).slice(8)) ? "async " : "";
  if (realName === "") return `<lambda> lambda ${parameters?.join(", ")}\n${indent(tidy(doc), "    ")}`;
  const isAlias = name !== realName;
  const title = isAlias ? `${name} = ${realName}` : name;
  const declaration = `${async}${title}${signatureText(realName, parameters)}${note}\n`;
  // A second name of a method: the documentation stands at the first.
  if (isAlias && cls !== undefined && isMember(cls, realName, fn)) return declaration;
  return declaration + indent(tidy(doc), "    ");
}

function isMember(cls: Class, name: string, fn: unknown): boolean {
  return (cls.prototype as Record<string, unknown>)[name] === fn;
}

function tidy(doc: string | null): string {
  return doc === null ? "" : cleandoc(doc).trimEnd().replace(/^ *\n/, "");
}

/** Every line of `text` with a prefix, without blanks at its end; nothing for nothing. */
function indent(text: string, prefix: string): string {
  if (text === "") return "";
  const lines = text.split("\n").map((line) => `${prefix}${line}`.trimEnd());
  return `${lines.join("\n")}\n`;
}
