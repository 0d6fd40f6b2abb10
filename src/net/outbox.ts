// The writes of a stream socket: at once where the system takes them, else when it has.

import type { Socket } from "node:net";
import { TimeoutError } from "../protocols/errors.ts";
import { asOSError, osError } from "./oserror.ts";

/** A write whose bytes the system has not taken at once. */
interface Sender {
  /** Which write of the socket it is, counted from 1. */
  readonly turn: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  timer: NodeJS.Timeout | undefined;
}

const DONE: Promise<void> = Promise.resolve();

/** Writes to a socket of Node's in order. Made by the first write, so that an idle connection has none. */
export class Outbox {
  readonly #socket: Socket;
  readonly #failure: () => Error | undefined;
  readonly #senders: Sender[] = [];
  #writes = 0;
  #written = 0;

  /** @param failure why the connection broke, if it did */
  constructor(socket: Socket, failure: () => Error | undefined) {
    this.#socket = socket;
    this.#failure = failure;
  }

  /**
   * Writes; resolves when the system has taken all of it.
   *
   * @param timeout seconds; `null` is for ever, 0 not to wait
   */
  write(bytes: Uint8Array, timeout: number | null): Promise<void> {
    const socket = this.#socket;
    const turn = ++this.#writes;
    socket.write(bytes, this.#onWritten);
    // Mostly the system takes everything at once, and nobody has to wait for the callback that comes a tick later.
    if (socket.writableLength === 0 && socket.errored === null) return DONE;
    return new Promise((resolve, reject) => {
      const sender: Sender = { turn, resolve, reject, timer: undefined };
      this.#senders.push(sender);
      const late = () => reject(timeout === 0 ? osError("EAGAIN") : new TimeoutError("timed out"));
      if (timeout !== null) sender.timer = setTimeout(late, timeout * 1000);
    });
  }

  readonly #onWritten = (error?: Error | null): void => {
    const turn = ++this.#written;
    const sender = this.#senders[0];
    if (sender?.turn !== turn) return;
    this.#senders.shift();
    clearTimeout(sender.timer);
    const failure = this.#failure();
    // A write that was under way when the socket was destroyed reports no error of its own.
    if (error) sender.reject(failure ?? asOSError(error));
    else if (this.#socket.destroyed && failure !== undefined) sender.reject(failure);
    else sender.resolve();
  };
}
