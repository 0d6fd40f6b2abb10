// Files over a connection: what `makefile` gives.

import { ValueError } from "../../protocols/errors.ts";
import type { BytesLike } from "../stream.ts";
import { BinaryFile } from "./binary-file.ts";
import { TextFile } from "./text-file.ts";

/** The connection behind a file. */
export interface FileSocket {
  recv(bufsize: number): Promise<Uint8Array>;
  send(data: BytesLike): Promise<number>;
  sendall(data: BytesLike): Promise<void>;
  fileno(): number;
}

/** What `makefile` can be told. */
export interface FileOptions {
  /** How many bytes `write` gathers before it sends them; 0 sends each at once and takes from `recv` no more than is asked. */
  readonly buffering?: number | null;
  /** `utf-8` unless told; `ascii` and `latin-1` besides. */
  readonly encoding?: string | null;
  /** What is done about text that cannot be decoded or encoded; `strict` unless told. */
  readonly errors?: string | null;
  /** The ends of lines: `null` takes every kind and writes `\n`; `""` takes every kind and leaves it. */
  readonly newline?: "\n" | "\r" | "\r\n" | "" | null;
}

/** The file for a mode: bytes with `b` in it, else text. */
export type SocketFile<M extends string> = string extends M
  ? BinaryFile | TextFile
  : M extends `${string}b${string}`
    ? BinaryFile
    : TextFile;

const BUFFER = 8192;

/** Makes a file. @throws ValueError for a bad mode */
export function makeFile<M extends string>(
  socket: FileSocket,
  mode: M,
  options: FileOptions,
  closed: () => Promise<void>,
): SocketFile<M> {
  if (!/^[rwb]*$/.test(mode)) throw new ValueError(`invalid mode '${mode}' (only r, w, b allowed)`);
  const writing = mode.includes("w");
  const reading = mode.includes("r") || !writing;
  const binary = mode.includes("b");
  const { buffering } = options;
  if (buffering === 0 && !binary) throw new ValueError("unbuffered streams must be binary");
  const size = buffering === null || buffering === undefined || buffering < 0 ? BUFFER : buffering;
  const rawMode = `${reading ? "r" : ""}${writing ? "w" : ""}`;
  const bytes = new BinaryFile(socket, { mode: `${rawMode}b`, reading, writing, size, closed });
  return (binary ? bytes : new TextFile(bytes, mode, options)) as SocketFile<M>;
}
