// A handler whose connection carries framed commands, and which lets a peer reach those and nothing else.

import * as v from "valibot";
import { metaclass } from "../../meta/metaclass.ts";
import { OSError } from "../../protocols/errors.ts";
import type { Class } from "../../protocols/lookup.ts";
import { type FramedSocket, framed } from "../framed.ts";
import { type Body, HEADER_TIME } from "../frames.ts";
import { MAX_BODY, MAX_HEADER } from "../framing.ts";
import { ShortReadError } from "../framing-errors.ts";
import { type Awaitable, BaseRequestHandler } from "../request-handler.ts";
import { AuthenticationError } from "../services/auth/authentication-error.ts";
import type { Authenticator } from "../services/auth/authenticator.ts";
import { type ServiceObserver, UNOBSERVED } from "../services/observe/observer.ts";
import { IPPROTO_TCP, SHUT_RD, TCP_NODELAY } from "../socket/constants.ts";
import { command } from "./command.ts";
import { CommandMeta, commandsOf } from "./command-meta.ts";
import { Conversation } from "./conversation.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { commandHelp, helpText } from "./help.ts";
import { LocalDispatcher } from "./local-dispatcher.ts";

/**
 * Serves framed commands until the peer ends the connection. A frame's header names the command in `cmd`; the `@command`
 * methods of the class can be called, by a table, and nothing else.
 *
 * A peer that puts `"reply": true` into a header gets a frame back: `{"ok": true, "cmd", …}` with what the method
 * returned, or `{"ok": false, "cmd", "error": code, "message": text}`, and the connection lives on wherever the next frame
 * can be found. A peer that does not ask, as the plain upload client, gets a reply where the answer has bytes or parts;
 * an error is still sent, and ends the connection, which is the one sign such a peer can see.
 *
 * Commands run one after the other. Those marked `pipelined`, with bodies of up to 64 KiB, overlap with their like, up to
 * 32 at once; the replies keep the order of the requests.
 *
 * May be overridden: the attributes below, `setup`, `finish` (call `super`'s) and `report_error`.
 *
 * @example
 * class Greeter extends CommandHandler {
 *   \@command("greet", { header: v.object({ name: v.string() }) })
 *   greet({ name }: { name: string }) { "Say hello."; return { text: `hello ${name}` }; }
 * }
 */
export class CommandHandler extends BaseRequestHandler {
  /** Seconds a connection may be idle between two commands. */
  idle_timeout: number | null = 300;
  /** Seconds for a header, from its first byte to its last. */
  header_timeout: number | null = HEADER_TIME;
  /** Seconds for a command until its reply, and for each part of a streamed one; receiving its body counts. */
  command_timeout: number | null = null;
  /** Seconds that any other single read or write may take. */
  timeout: number | null = 30;
  /** Whether replies leave at once (TCP_NODELAY): the peer waits for them. */
  disable_nagle_algorithm = true;
  /** The longest header in bytes. */
  max_header: number = MAX_HEADER;
  /** The longest body in bytes. */
  max_filesize: number = MAX_BODY;
  /** Who runs the commands: the same one for all connections of a server to a class of handlers. */
  dispatcher: Dispatcher = dispatcherOf(this.server, this.constructor as Class);
  /** Who is told of connections, commands and authentication. */
  observer: ServiceObserver = UNOBSERVED;
  /** Who asks for proof before the first command; `null` lets everybody in. */
  authenticator: Authenticator | null = null;
  /** The id of the key that the peer has proved to have; `null` where none was asked for. */
  key: string | null = null;
  /** The connection with its frames, made by `setup`; `request` is the bare one. */
  connection!: FramedSocket;

  override setup(): Awaitable<void> {
    this.request.settimeout(this.timeout);
    if (this.disable_nagle_algorithm) this.request.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
    this.connection = framed(this.request, { maxHeader: this.max_header });
  }

  override async handle(): Promise<void> {
    const { observer, client_address: address } = this;
    const start = performance.now();
    let code: string | null = "internal";
    observer.connection?.({ address, open: true, seconds: 0, code: null });
    try {
      code = await this.#converse();
    } finally {
      const seconds = (performance.now() - start) / 1000;
      observer.connection?.({ address, open: false, seconds, code });
    }
  }

  /** Tells the server's owner of a mistake in a command: the server's `handle_error` unless overridden. */
  report_error(error: unknown): Awaitable<void> {
    return this.server.handle_error(this.request, this.client_address, error);
  }

  /** `help`: what the commands do, or all about one of them. */
  help({ command }: { readonly command?: string | undefined }, _body: Body): { readonly help: string } {
    "List the commands.\n\nWith the name of one in `command`, tell all about it.";
    const table = commandsOf(this.constructor as Class);
    return { help: command === undefined ? helpText(table) : commandHelp(table, command) };
  }

  /** Gives the reason for an end that was not the peer's own. */
  async #converse(): Promise<string | null> {
    const table = commandsOf(this.constructor as Class);
    await this.dispatcher.start(table);
    if (this.authenticator !== null && !(await this.#authenticate(this.authenticator))) {
      return "authentication_failed";
    }
    const conversation = new Conversation(this, table);
    await conversation.run();
    return conversation.code;
  }

  async #authenticate(authenticator: Authenticator): Promise<boolean> {
    const { observer, request, client_address: address } = this;
    const { stopping } = this.server;
    // Nothing has begun yet that a shutdown would have to wait for.
    const stop = () => {
      if (!request.closed) request.shutdown(SHUT_RD);
    };
    stopping.addEventListener("abort", stop);
    try {
      this.key = await authenticator.authenticate(request);
      observer.authentication?.({ ok: true, reason: null, address, key: this.key });
      return true;
    } catch (error) {
      const isRefusal = error instanceof AuthenticationError;
      const reason = isRefusal ? error.reason : isLoss(error) ? "closed" : "internal";
      observer.authentication?.({ ok: false, reason, address, key: isRefusal ? error.key : null });
      if (reason === "internal") throw error;
      return false;
    } finally {
      stopping.removeEventListener("abort", stop);
    }
  }
}

command("help", { header: v.object({ command: v.optional(v.string()) }) })(CommandHandler.prototype, "help");
metaclass(CommandMeta)(CommandHandler);

const dispatchers = new WeakMap<object, WeakMap<Class, Dispatcher>>();

/** The dispatcher that all connections of a server to a class of handlers have in common. */
export function dispatcherOf(server: object, cls: Class): Dispatcher {
  let own = dispatchers.get(server);
  if (own === undefined) {
    own = new WeakMap();
    dispatchers.set(server, own);
  }
  let dispatcher = own.get(cls);
  if (dispatcher === undefined) {
    dispatcher = new LocalDispatcher();
    own.set(cls, dispatcher);
  }
  return dispatcher;
}

function isLoss(error: unknown): boolean {
  return error instanceof OSError || error instanceof ShortReadError;
}
