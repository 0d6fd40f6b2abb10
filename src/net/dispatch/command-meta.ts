// The metaclass of handlers: it collects the `@command` methods into the table that dispatch goes by.

import type { Namespace } from "../../meta/namespace.ts";
import { type } from "../../meta/type.ts";
import { rawOf } from "../../protocols/attributes/raw.ts";
import { docOf } from "../../protocols/documentation/documentation.ts";
import type { Class } from "../../protocols/lookup.ts";
import { repr } from "../../protocols/text/repr.ts";
import { type Command, type CommandTable, markOf } from "./command.ts";

const TABLE = "dunder:commands";

const NONE: CommandTable = new Map();

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
    const kept = inherited.filter(
      ({ method }) => !Object.hasOwn(namespace, method) || isMethod(namespace[method]),
    );
    const table = new Map(kept.map((entry) => [entry.name, entry]));
    for (const entry of declared(name, namespace)) table.set(entry.name, entry);
    Reflect.defineMetadata(TABLE, table, rawOf(this));
  }
}

function declared(className: string, namespace: Namespace): Command[] {
  const found = new Map<string, Command>();
  for (const [method, value] of Object.entries(namespace)) {
    const mark = isMethod(value) ? markOf(value) : undefined;
    if (mark === undefined) continue;
    const doc = docOf(value as AnyMethod);
    if (!doc) {
      throw new TypeError(
        `command ${repr(mark.name)}: ${className}.${method}() has no docstring, and help could not tell what it does`,
      );
    }
    const other = found.get(mark.name);
    if (other !== undefined) {
      throw new TypeError(
        `command ${repr(mark.name)} is both ${className}.${other.method}() and .${method}()`,
      );
    }
    found.set(mark.name, { ...mark, method, doc });
  }
  return [...found.values()];
}

type AnyMethod = (...args: never[]) => unknown;

function isMethod(value: unknown): value is AnyMethod {
  return typeof value === "function";
}

/** The commands of a class: its own and those it inherits. None for a class without the metaclass. */
export function commandsOf(cls: Class): CommandTable {
  return Reflect.getMetadata(TABLE, rawOf(cls)) ?? NONE;
}
