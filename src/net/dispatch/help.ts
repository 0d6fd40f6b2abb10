// The texts that the command `help` gives: what the commands of a handler do, and what one of them wants.

import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { cleandoc } from "../../protocols/documentation/cleandoc.ts";
import { repr } from "../../protocols/text/repr.ts";
import type { CommandTable } from "./command.ts";
import { CommandError } from "./command-error.ts";

/** Names that peers make up are shown so far. */
const MAX_NAME = 80;

/** A field of a header, as its schema tells. */
interface Field {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
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
  const width = widest(names);
  return names
    .map((name) => `${name.padEnd(width)}  ${commands.get(name)?.doc.trim().split("\n", 1)[0]}`)
    .join("\n");
}

/**
 * The text that `help` gives of one command: its whole docstring, and the fields of its header where the schema tells.
 *
 * @throws CommandError `unknown_command`
 */
export function commandHelp(commands: CommandTable, name: string): string {
  const command = commands.get(name);
  if (command === undefined) {
    throw new CommandError("unknown_command", `no command ${repr(name.slice(0, MAX_NAME))}`);
  }
  const doc = cleandoc(command.doc);
  const fields = command.header === null ? [] : fieldsOf(command.header);
  if (fields.length === 0) return `${name}: ${doc}`;
  const width = widest(fields.map((field) => field.name));
  const lines = fields.map(
    (field) => `  ${field.name.padEnd(width)}  ${field.type}${field.required ? "" : " (optional)"}`,
  );
  return [`${name}: ${doc}`, "", "header:", ...lines].join("\n");
}

function widest(names: readonly string[]): number {
  return Math.max(0, ...names.map((name) => name.length));
}

/** The fields of a header: of a schema that speaks Standard JSON Schema, or of valibot's. None of any other. */
function fieldsOf(schema: StandardSchemaV1): readonly Field[] {
  const standard = schema["~standard"] as StandardSchemaV1.Props & Partial<StandardJSONSchemaV1.Props>;
  if (standard.jsonSchema === undefined) return fieldsOfEntries(schema);
  const { properties, required } = standard.jsonSchema.input({ target: "draft-2020-12" });
  if (typeof properties !== "object" || properties === null) return [];
  const wanted = new Set(Array.isArray(required) ? required : []);
  return Object.entries(properties).map(([name, property]: [string, { type?: unknown }]) => ({
    name,
    type: String(property.type ?? "any"),
    required: wanted.has(name),
  }));
}

/** What valibot's objects are made of. */
interface Entry {
  readonly type?: unknown;
  readonly expects?: unknown;
  readonly wrapped?: Entry;
}

const OPTIONAL = new Set<unknown>(["optional", "exact_optional", "nullish", "undefinedable"]);

function fieldsOfEntries(schema: StandardSchemaV1): readonly Field[] {
  const { entries } = schema as { entries?: Readonly<Record<string, Entry>> };
  if (typeof entries !== "object") return [];
  return Object.entries(entries).map(([name, entry]) => {
    const optional = OPTIONAL.has(entry.type);
    const { expects } = optional ? (entry.wrapped ?? entry) : entry;
    return { name, type: typeof expects === "string" ? expects : "any", required: !optional };
  });
}
