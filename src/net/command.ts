// `@command`: which methods of a handler a peer may call, collected by a metaclass into an explicit table.

import "reflect-metadata";
import type { Namespace } from "../meta/namespace.ts";
import { type } from "../meta/type.ts";
import { rawOf } from "../protocols/attributes/raw.ts";
import { docOf } from "../protocols/documentation/documentation.ts";
import type { Class } from "../protocols/lookup.ts";
import { repr } from "../protocols/text/repr.ts";

/** A method that peers may call. */
export interface Command {
  /** The name by which peers call it. */
  readonly name: string;
  /** The name of the method. */
  readonly method: string;
  /** What it does: the method's docstring. */
  readonly doc: string;
}

/** The commands of a class by their names. */
export type CommandTable = ReadonlyMap<string, Command>;

type AnyMethod = (...args: never[]) => unknown;

/** A decorator of methods in both dialects; given a function alone, it marks that. */
export interface CommandDecorator {
  <F extends AnyMethod>(method: F, context?: ClassMethodDecoratorContext): F;
  (prototype: object, name: string | symbol, descriptor?: PropertyDescriptor): void;
}

const MARK = "dunder:command";
const TABLE = "dunder:commands";

/**
 * Makes a method a command of its class, which must have the metaclass {@link CommandMeta}.
 *
 * The method's docstring (its leading string literal, or `@doc`) is what `help` says of it, and is required.
 *
 * @param name what peers call it by; the method's own name unless told
 * @throws TypeError for anything but a method
 * @example
 * \@metaclass(CommandMeta)
 * class Shop extends CommandHandler {
 *   \@command("buy")
 *   buyOne() { "Buy one of them."; return { left: --this.left }; }
 * }
 * @example command("buy")(Shop.prototype, "buyOne"); // without decorator syntax, before `metaclass(CommandMeta)(Shop)`
 */
export function command(name?: string): CommandDecorator {
  if (name === "") throw new TypeError("a command needs a name");
  return ((target: unknown, where?: unknown, descriptor?: PropertyDescriptor) => {
    const isMember = typeof where === "string" || typeof where === "symbol";
    const method = isMember ? (descriptor?.value ?? (target as Namespace)[where as string]) : target;
    const key = isMember ? where : (where as ClassMethodDecoratorContext | undefined)?.name;
    if (typeof method !== "function") {
      throw new TypeError(`@command needs a method, not ${repr(method)}`);
    }
    Reflect.defineMetadata(MARK, name ?? String(key ?? method.name), method);
    return isMember ? undefined : method;
  }) as CommandDecorator;
}

/**
 * The metaclass of classes with commands: it collects the `@command` methods of the class and inherits those of its
 * base. An override needs no mark of its own; a member set to `null` takes the command away.
 *
 * @throws TypeError when the class is made, for a command without a docstring and for two of the same name
 */
export class CommandMeta extends type {
  override __init__(name: string, bases: readonly Class[], namespace: Namespace): void {
    super.__init__(name, bases, namespace);
    const inherited = bases.flatMap((base) => [...commandsOf(base).values()]);
    const kept = inherited.filter(({ method }) => !(method in namespace) || isMethod(namespace[method]));
    const table = new Map(kept.map((entry) => [entry.name, entry]));
    for (const entry of declared(name, namespace)) table.set(entry.name, entry);
    Reflect.defineMetadata(TABLE, table, rawOf(this));
  }
}

function declared(className: string, namespace: Namespace): Command[] {
  const found = new Map<string, Command>();
  for (const [method, value] of Object.entries(namespace)) {
    const name: unknown = isMethod(value) ? Reflect.getOwnMetadata(MARK, value) : undefined;
    if (typeof name !== "string") continue;
    const doc = docOf(value as AnyMethod);
    if (!doc) {
      throw new TypeError(
        `command ${repr(name)}: ${className}.${method}() has no docstring, and help could not tell what it does`,
      );
    }
    const other = found.get(name);
    if (other !== undefined) {
      throw new TypeError(`command ${repr(name)} is both ${className}.${other.method}() and .${method}()`);
    }
    found.set(name, { name, method, doc });
  }
  return [...found.values()];
}

function isMethod(value: unknown): value is AnyMethod {
  return typeof value === "function";
}

/** The commands of a class: its own and those it inherits. None for a class without the metaclass. */
export function commandsOf(cls: Class): CommandTable {
  return Reflect.getMetadata(TABLE, rawOf(cls)) ?? new Map();
}

/**
 * The text that `help` gives: each command with the first line of its docstring.
 *
 * @example
 * help  List the commands.
 * put   Store a file.
 */
export function helpText(commands: CommandTable): string {
  const names = [...commands.keys()].sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map((name) => `${name.padEnd(width)}  ${commands.get(name)?.doc.trim().split("\n", 1)[0]}`)
    .join("\n");
}
