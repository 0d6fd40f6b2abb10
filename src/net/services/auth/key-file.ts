// Keys in a text file that its owner alone can read.

import { createSecretKey, type KeyObject } from "node:crypto";
import type { Stats } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { Exception, PermissionError, ValueError } from "../../../protocols/errors.ts";
import { asOSError } from "../../oserror.ts";
import { asBytes, type BytesLike } from "../../stream.ts";
import { type Credentials, checkKeyId, generateKey, isKeyId, type KeySource, MIN_KEY_SIZE } from "./keys.ts";

/** 1 MiB, some ten thousand keys: a longer file is no key file. */
const MAX_KEY_FILE = 1024 * 1024;

/** Milliseconds: file systems keep no finer times than the system's clock ticks, or than 2 s on FAT. */
const CLOCK_TICK = 2000;

/** Windows has no such modes; who may read a file is told there by its access list. */
const HAS_MODES = process.platform !== "win32";

/** A key file that cannot be used. Its message names the line and what is wrong there, and never a key. */
export class KeyFileError extends Exception {
  readonly code = "bad_key_file";
  readonly filename: string;
  /** The line, counted from 1; `null` where the file as a whole is meant. */
  readonly lineno: number | null;

  constructor(filename: string, lineno: number | null, problem: string) {
    super(`${filename}${lineno === null ? "" : `, line ${lineno}`}: ${problem}`);
    this.filename = filename;
    this.lineno = lineno;
  }
}

/**
 * Keys by their ids, from a text file of one key a line: `id key comment`, where the key is in hexadecimal and the comment
 * is for people. Empty lines and lines that begin with `#` are passed over. Only the owner may have rights to the file.
 *
 * The file is read again when it has changed, so that a key is added or revoked without a restart. A file that cannot be
 * used any more lets nobody in, and each use says why: what was to be revoked must not stay by mistake.
 *
 * @example
 * const keys = await KeyFile.open("/etc/dunder/keys");
 * const authenticator = new HmacAuthenticator({ keys });
 */
export class KeyFile implements KeySource {
  /** Where it is. */
  readonly path: string;
  // Private, so that no inspection shows the keys.
  #keys: ReadonlyMap<string, KeyObject> = new Map();
  #version = "";
  #reading: Promise<void> | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens a key file.
   *
   * @throws PermissionError where others than the owner have rights to it, which says what to do; OSError
   * @throws KeyFileError for a line that is wrong
   */
  static async open(path: string): Promise<KeyFile> {
    const file = new KeyFile(path);
    await file.#refresh();
    return file;
  }

  /**
   * Makes a key file with one new key, readable by its owner alone.
   *
   * @throws FileExistsError: an existing file is never written over; OSError
   * @throws ValueError for an id or comment that cannot stand in a line
   */
  static async create(
    path: string,
    id: string,
    options: { readonly comment?: string } = {},
  ): Promise<KeyFile> {
    const line = formatKey(id, generateKey(), options.comment);
    const handle = await opened(path, "wx", 0o600);
    try {
      await handle.writeFile(line);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return KeyFile.open(path);
  }

  /** The key of an id. @throws as {@link KeyFile.open}, where the file has changed for the worse */
  async get(id: string): Promise<KeyObject | undefined> {
    await this.#refresh();
    return this.#keys.get(id);
  }

  /** The ids, in the order of the file. */
  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /**
   * What a client needs of the file, for {@link authenticateWith}.
   *
   * @param id which key; it need not be told where there is one alone
   * @throws ValueError where there is none of that id, or more than one and none was told
   */
  credentials(id?: string): Credentials {
    const chosen = id ?? (this.#keys.size === 1 ? this.ids[0] : undefined);
    if (chosen === undefined) {
      throw new ValueError(`${this.path} has ${this.#keys.size} keys, say which (${this.ids.join(", ")})`);
    }
    const key = this.#keys.get(chosen);
    if (key === undefined) throw new ValueError(`${this.path} has no key ${JSON.stringify(chosen)}`);
    return { id: chosen, key };
  }

  // Many connections that come at once look at the file once.
  #refresh(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #read(): Promise<void> {
    const { path } = this;
    if (this.#version !== "" && this.#version === (await versionAt(path))) return;
    // Unless it is read to its end, nobody has a key.
    this.#keys = new Map();
    this.#version = "";
    const handle = await opened(path, "r");
    try {
      const found = await handle.stat();
      checkFile(path, found);
      this.#keys = parseKeys(path, await handle.readFile("utf8"));
      // A change that follows at once may leave the same times behind: such a file is read again.
      if (Date.now() - found.ctimeMs > CLOCK_TICK) this.#version = versionOf(found);
    } finally {
      await handle.close();
    }
  }
}

/**
 * A line of a key file, with its newline.
 *
 * @throws ValueError for an id that is none, a short key, or a comment of more than one line
 */
export function formatKey(id: string, key: BytesLike, comment = ""): string {
  const bytes = asBytes(key);
  if (bytes.length < MIN_KEY_SIZE) {
    throw new ValueError(`a key must have at least ${MIN_KEY_SIZE} bytes, got ${bytes.length}`);
  }
  if (/[\r\n]/.test(comment)) throw new ValueError("a key's comment must be one line");
  return `${[checkKeyId(id), Buffer.from(bytes).toString("hex"), comment].join(" ").trimEnd()}\n`;
}

/** The keys of a key file's text. @throws KeyFileError */
function parseKeys(path: string, text: string): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const fields = line.trim();
    if (fields === "" || fields.startsWith("#")) continue;
    const wrong = (problem: string) => new KeyFileError(path, index + 1, problem);
    const [id, hex = ""] = fields.split(/[ \t]+/);
    // Neither is quoted: where the two are in the wrong order, the "id" is the key.
    if (!isKeyId(id)) throw wrong("the id must be 1 to 64 of A-Z a-z 0-9 . _ @ + -");
    if (hex === "") throw wrong("the key is missing, expected: id hex-key comment");
    if (!/^(?:[0-9a-f]{2})+$/i.test(hex)) {
      throw wrong("the key must be in hexadecimal, two digits for each byte");
    }
    if (hex.length < 2 * MIN_KEY_SIZE) {
      throw wrong(`the key must have at least ${MIN_KEY_SIZE} bytes, it has ${hex.length / 2}`);
    }
    if (keys.has(id)) throw wrong("the id is that of a line above");
    keys.set(id, createSecretKey(hex, "hex"));
  }
  return keys;
}

function checkFile(path: string, found: Stats): void {
  const { mode, size } = found;
  if (!found.isFile()) throw new KeyFileError(path, null, "not a regular file");
  if (size > MAX_KEY_FILE) throw new KeyFileError(path, null, `longer than ${MAX_KEY_FILE} bytes`);
  if (!HAS_MODES || (mode & 0o077) === 0) return;
  const shown = (mode & 0o777).toString(8).padStart(4, "0");
  throw new PermissionError(
    13,
    `keys must be readable by their owner alone, but the mode is ${shown}: run chmod 600`,
    path,
  );
}

async function opened(path: string, flags: "r" | "wx", mode?: number): Promise<FileHandle> {
  try {
    return await open(path, flags, mode);
  } catch (error) {
    throw asOSError(error, path);
  }
}

async function versionAt(path: string): Promise<string> {
  try {
    return versionOf(await stat(path));
  } catch (error) {
    throw asOSError(error, path);
  }
}

function versionOf({ dev, ino, size, mode, mtimeMs, ctimeMs }: Stats): string {
  return [dev, ino, size, mode, mtimeMs, ctimeMs].join(" ");
}
