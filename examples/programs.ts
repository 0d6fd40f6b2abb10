// The examples in the order of the tour: single programs, and pairs of a server with its clients.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const EXAMPLES = fileURLToPath(new URL(".", import.meta.url));

/** The curriculum. Examples that are not named here come last in their folder, by name. */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  objects: [
    "isinstance",
    "issubclass",
    "attributes",
    "typed-list",
    "file-handle-text",
    "file-handle-bytes",
    "items",
    "str",
    "school",
    "date",
    "iterator",
    "doc",
    "del-explicit",
    "del-at-exit",
    "with",
    "with-raise",
    "with-suppress",
    "call",
  ],
  metaclasses: [
    "exec",
    "type-class",
    "meta-call",
    "meta-new-init",
    "documented",
    "singleton-classmethod",
    "singleton-metaclass-new",
    "singleton-metaclass-super",
    "meta-summary",
    "uppercase",
    "keyword-only",
  ],
  net: [
    "osi",
    "tcp-once",
    "tcp-upper",
    "reuse-address",
    "udp-upper",
    "udp-chat",
    "udp-time",
    "shell-sticky",
    "udp-shell",
    "sticky",
    "struct-basics",
    "struct-advanced",
    "shell-framed",
    "upload",
    "socketserver-upload",
    "auth",
  ],
};

/** What the two sides of a pair are called: `tcp-once-server.ts` and `tcp-once-client.ts` are the pair `tcp-once`. */
const SERVER = /^(.+)-(?:server|receiver)$/;
const CLIENT = /^(.+)-(?:client|sender)(?:-.+)?$/;

/** One program: `examples/objects/str.ts` is `{ name: "objects/str", ... }`. */
export interface Program {
  readonly name: string;
  readonly path: string;
  /** The path of the Python twin, `null` where there is none. */
  readonly twin: string | null;
  /** Its arguments: the words of `<name>.args`. */
  readonly args: readonly string[];
  /** The path of what CPython printed for the twin; scripts/record-examples.ts writes it. */
  readonly recorded: string;
  /** The path of the error that ended the twin, `ValueError: text`; no such file where it ended well. */
  readonly recordedError: string;
}

/** A server and the clients that come to it, one after the other. */
export interface Pair {
  readonly name: string;
  readonly server: Program;
  readonly clients: readonly Program[];
  /** What is typed at each client: the text of `<pair>.in`. */
  readonly input: string;
  /** The folder whose files both sides find in their working folder, `<pair>.files`; `null` where there is none. */
  readonly files: string | null;
}

export type Example = Program | Pair;

export function isPair(example: Example): example is Pair {
  return "server" in example;
}

/** The programs of an example. */
export function partsOf(example: Example): readonly Program[] {
  return isPair(example) ? [example.server, ...example.clients] : [example];
}

/** Every example whose name contains `filter`. A file whose name starts with `_` is a part of others. */
export function examples(filter = ""): Example[] {
  const folders = Object.keys(ORDER).filter((folder) => existsSync(join(EXAMPLES, folder)));
  return folders.flatMap(examplesOf).filter((example) => matches(example, filter));
}

/** Whether the name of the example, or that of one of its programs, contains the text. */
function matches(example: Example, filter: string): boolean {
  return example.name.includes(filter) || partsOf(example).some(({ name }) => name.includes(filter));
}

function examplesOf(folder: string): Example[] {
  const names = readdirSync(join(EXAMPLES, folder))
    .filter((file) => file.endsWith(".ts") && !file.startsWith("_"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
  const pairs = names.flatMap((name) => pairOf(folder, name, names) ?? []);
  const paired = new Set(pairs.flatMap(partsOf).map(({ name }) => name));
  const single = names.map((name) => program(folder, name)).filter(({ name }) => !paired.has(name));
  return [...single, ...pairs].sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

function rank({ name }: Example): number {
  const [folder, base] = name.split("/") as [string, string];
  const position = ORDER[folder]!.indexOf(base);
  return position === -1 ? Number.MAX_SAFE_INTEGER : position;
}

/** The pair whose server is called `name`, if it is the name of a server, and it has clients. */
function pairOf(folder: string, name: string, names: readonly string[]): Pair | null {
  const base = SERVER.exec(name)?.[1];
  const clients = names.filter((other) => base !== undefined && CLIENT.exec(other)?.[1] === base);
  if (base === undefined || clients.length === 0) return null;
  const path = join(EXAMPLES, folder, base);
  return {
    name: `${folder}/${base}`,
    server: program(folder, name),
    clients: clients.map((client) => program(folder, client)),
    input: textOf(`${path}.in`) ?? "",
    files: existsSync(`${path}.files`) ? `${path}.files` : null,
  };
}

function program(folder: string, name: string): Program {
  const base = join(EXAMPLES, folder, name);
  const twin = `${base}.py`;
  return {
    name: `${folder}/${name}`,
    path: `${base}.ts`,
    twin: existsSync(twin) ? twin : null,
    args: textOf(`${base}.args`)?.match(/\S+/g) ?? [],
    recorded: `${base}.out`,
    recordedError: `${base}.err`,
  };
}

function textOf(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** What CPython printed for the twin; `null` where nothing was recorded. */
export function expectedOutput({ recorded }: Program): string | null {
  return textOf(recorded);
}

/** The error that the program is to end with, or `null`. */
export function expectedError({ recordedError }: Program): string | null {
  return textOf(recordedError)?.trimEnd() ?? null;
}

/** The first comment of the example's source (of a pair: the server's). */
export function title(example: Example): string {
  const { path } = isPair(example) ? example.server : example;
  return /^\/\/ (.*)/m.exec(readFileSync(path, "utf8"))?.[1] ?? "";
}

/** Whether the twin asks the system for sockets, which CPython compiled to WebAssembly does not have. */
export function needsSockets({ twin }: Program): boolean {
  return twin !== null && /^\s*(?:import|from) (?:socket|socketserver)\b/m.test(readFileSync(twin, "utf8"));
}

/** The output without what differs from run to run: memory addresses and the ports of this machine. */
export function comparable(output: string): string {
  return output.replace(/\bat 0x[0-9a-f]+\b/g, "at 0x…").replace(/(\b127\.0\.0\.1(?::|', ))\d+\b/g, "$1…");
}
