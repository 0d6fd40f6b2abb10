// A handler whose connection carries framed commands, and which lets a peer reach those and nothing else.

import { metaclass } from "../../meta/metaclass.ts";
import { ConnectionError, OSError, TimeoutError } from "../../protocols/errors.ts";
import type { Class } from "../../protocols/lookup.ts";
import { repr } from "../../protocols/text/repr.ts";
import { typeName } from "../../protocols/typename.ts";
import { FileNameError } from "../file-name.ts";
import { type FramedSocket, framed } from "../framed.ts";
import { Body, HEADER_TIME } from "../frames.ts";
import { checkBodyLength, MAX_BODY, MAX_HEADER } from "../framing.ts";
import { FramingError, ShortReadError } from "../framing-errors.ts";
import type { JsonObject } from "../json/index.ts";
import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import { SHUT_RD } from "../stream.ts";
import { type CommandTable, command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { CommandMeta, commandsOf } from "./command-meta.ts";
import { helpText } from "./help.ts";

/** A command's method, as the table finds it. */
type AnyCommand = (header: JsonObject, body: Body) => Awaitable<object | void>;

/**
 * Serves framed commands until the peer ends the connection. A frame's header names the command in `cmd`; the `@command`
 * methods of the class can be called, by a table, and nothing else.
 *
 * A peer that puts `"reply": true` into a header gets a frame back: `{"ok": true, …}` with what the method returned, or
 * `{"ok": false, "error": code, "message": text}`, and the connection lives on wherever the next frame can be found. A
 * peer that does not ask, as the plain upload client, gets no reply; an error is still sent, and ends the connection,
 * which is the one sign such a peer can see.
 *
 * May be overridden: the attributes below, `setup` and `finish` (call `super`'s).
 */
export class CommandHandler extends BaseRequestHandler {
  /** Seconds a connection may be idle between two commands. */
  idle_timeout: number | null = 300;
  /** Seconds for a header, from its first byte to its last. */
  header_timeout: number | null = HEADER_TIME;
  /** Seconds that any other single read or write may take. */
  timeout: number | null = 30;
  /** The longest header in bytes. */
  max_header: number = MAX_HEADER;
  /** The longest body in bytes. */
  max_filesize: number = MAX_BODY;
  /** The connection with its frames, made by `setup`; `request` is the bare one. */
  connection!: FramedSocket;

  #idle = false;

  override setup(): Awaitable<void> {
    this.request.settimeout(this.timeout);
    this.connection = framed(this.request, { maxHeader: this.max_header });
  }

  override async handle(): Promise<void> {
    const { stopping } = this.server;
    // A connection between two commands ends when the server shuts down; one inside a command comes to its end first.
    const stop = () => {
      if (this.#idle && !this.request.closed) this.request.shutdown(SHUT_RD);
    };
    stopping.addEventListener("abort", stop);
    try {
      while (!stopping.aborted && (await this.#serveOne()));
    } finally {
      stopping.removeEventListener("abort", stop);
    }
  }

  /** `help`: what the commands do. */
  help(): { readonly help: string } {
    "List the commands.";
    return { help: helpText(this.#commands()) };
  }

  #commands(): CommandTable {
    return commandsOf(this.constructor as Class);
  }

  /** Receives one frame and does what it says; answers whether another one can follow. */
  async #serveOne(): Promise<boolean> {
    let header: JsonObject | null = null;
    let body: Body;
    try {
      header = await this.#nextHeader();
      if (header === null) return false;
      body = new Body(this.request, checkBodyLength(header, { maxBody: this.max_filesize }));
    } catch (error) {
      // Where the next frame begins is not known any more.
      if (isLost(error)) return false;
      await this.#refuse(header?.cmd, error);
      return false;
    }
    return this.#dispatch(header, body);
  }

  async #nextHeader(): Promise<JsonObject | null> {
    this.#idle = true;
    try {
      const times = { idle: this.idle_timeout, header: this.header_timeout };
      return await this.connection.recv_header(times);
    } finally {
      this.#idle = false;
    }
  }

  async #dispatch(header: JsonObject, body: Body): Promise<boolean> {
    const wantsReply = header.reply === true;
    try {
      const result = await this.#method(header.cmd).call(this, header, body);
      await body.drain();
      if (wantsReply) await this.connection.send_frame({ ok: true, cmd: header.cmd, ...result });
      return true;
    } catch (error) {
      if (isLost(error)) return false;
      // A peer that reads no replies would not learn of it in any other way than by the end of the connection.
      if (wantsReply && isRefusal(error)) await body.drain();
      await this.#refuse(header.cmd, error);
      if (!isRefusal(error)) throw error;
      return wantsReply;
    }
  }

  #method(cmd: unknown): AnyCommand {
    if (typeof cmd !== "string")
      throw new CommandError("bad_command", `cmd must be a str, got ${typeName(cmd)}`);
    const found = this.#commands().get(cmd);
    if (found === undefined)
      throw new CommandError("unknown_command", `no command ${repr(cmd.slice(0, 80))}`);
    return (this as unknown as Record<string, AnyCommand>)[found.method] as AnyCommand;
  }

  async #refuse(cmd: unknown, error: unknown): Promise<void> {
    const reply = { ok: false, cmd: typeof cmd === "string" ? cmd : null, ...describe(error) };
    try {
      await this.connection.send_frame(reply);
    } catch (failure) {
      // The peer is gone, and with it the one who would have read this.
      if (!isLost(failure)) throw failure;
    }
  }
}

command("help")(CommandHandler.prototype, "help");
metaclass(CommandMeta)(CommandHandler);

/** True when the connection itself failed, so that there is nobody to answer. */
function isLost(error: unknown): boolean {
  return error instanceof ShortReadError || error instanceof ConnectionError || error instanceof TimeoutError;
}

/** True for an error that says what is wrong with the request or the disk; any other is a mistake in the program. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof CommandError ||
    error instanceof FileNameError ||
    error instanceof FramingError ||
    error instanceof OSError
  );
}

/** What a peer is told of an error; of a mistake in the program, nothing but that there was one. */
function describe(error: unknown): Record<string, unknown> {
  // Paths are the server's own business.
  if (error instanceof OSError) return { error: "os_error", errno: error.errno, message: error.strerror };
  if (error instanceof CommandError || error instanceof FileNameError || error instanceof FramingError) {
    return { error: error.code, message: error.message };
  }
  return { error: "internal", message: "internal error" };
}
