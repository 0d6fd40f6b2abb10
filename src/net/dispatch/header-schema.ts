// A header against its schema: what the schema makes of it, or an error that names the field and what was expected.

import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { JsonObject } from "../json/index.ts";
import type { Awaitable } from "../request-handler.ts";
import { CommandError } from "./command-error.ts";

/** More faults than these do not help the reader. */
const MAX_FAULTS = 5;

/** Messages may quote what was sent, which can be as long as a header. */
const MAX_TEXT = 200;

/**
 * What a schema makes of a header, without the fields that are the dispatch's own (`cmd`, `reply`).
 *
 * @throws CommandError `bad_header`, also as a rejection where the schema is asynchronous
 */
export function validated(schema: StandardSchemaV1, header: JsonObject): Awaitable<unknown> {
  const { cmd, reply, ...fields } = header;
  const result = schema["~standard"].validate(fields);
  return result instanceof Promise ? result.then(valueOf) : valueOf(result);
}

function valueOf(result: StandardSchemaV1.Result<unknown>): unknown {
  if (result.issues === undefined) return result.value;
  const faults = result.issues.slice(0, MAX_FAULTS).map(told);
  const more = result.issues.length - faults.length;
  if (more > 0) faults.push(`and ${more} more`);
  throw new CommandError("bad_header", faults.join("; "));
}

function told({ message, path = [] }: StandardSchemaV1.Issue): string {
  const keys = path.map((part) => String(typeof part === "object" ? part.key : part));
  const field = keys.length === 0 ? "header" : `header field '${cut(keys.join("."))}'`;
  return `${field}: ${cut(message)}`;
}

function cut(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
