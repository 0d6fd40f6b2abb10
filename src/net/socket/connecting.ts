// Making a connection: Node's socket, from the call to `connect` until it is there or not.

import { connect as nodeConnect, type TcpNetConnectOpts } from "node:net";
import { type OSError, TimeoutError } from "../../protocols/errors.ts";
import { asOSError } from "../oserror.ts";
import { ONREAD, type StreamPort } from "../stream.ts";
import { type AddressOf, type Endpoint, type Family, noAddress } from "./address.ts";
import type { Host } from "./datagram.ts";
import { connectionOf } from "./listener.ts";

/** A call that an `AbortSignal` ends, with its reason. */
export interface Abortable {
  readonly signal?: AbortSignal;
}

/** What a connection attempt can be told. */
export interface ConnectOptions {
  /** Seconds; `null` is for ever. */
  readonly timeout: number | null;
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /** The address that `bind` chose. */
  readonly from?: Host | undefined;
}

/** What a socket is doing about its addresses. */
export interface Setup {
  binding: Promise<void> | undefined;
  connecting: Promise<void> | undefined;
  /** The address that `bind` chose for the connection to come. */
  from: Host | undefined;
  /** Why a connection attempt that nobody waited for failed. */
  error: OSError | undefined;
}

/** Nothing yet. */
export function newSetup(): Setup {
  return { binding: undefined, connecting: undefined, from: undefined, error: undefined };
}

/** Connects. @throws ConnectionRefusedError, TimeoutError and every other OSError; the signal's reason */
export async function openConnection<F extends Family>(
  family: F,
  to: Endpoint,
  { timeout, signal, from }: ConnectOptions,
): Promise<StreamPort<F>> {
  signal?.throwIfAborted();
  const local: Partial<TcpNetConnectOpts> =
    from === undefined ? {} : { localAddress: from.host, localPort: from.port };
  const socket = nodeConnect({ ...to, ...local, allowHalfOpen: true, onread: ONREAD });
  // Nothing is to be read before somebody asks.
  socket.pause();
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", (error) => reject(asOSError(error)));
      giveUp = () => reject(signal?.reason);
      signal?.addEventListener("abort", giveUp);
      if (timeout !== null) timer = setTimeout(() => reject(new TimeoutError("timed out")), timeout * 1000);
    });
  } catch (error) {
    socket.on("error", () => {});
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    if (giveUp !== undefined) signal?.removeEventListener("abort", giveUp);
  }
  socket.removeAllListeners("error");
  return connectionOf(family, socket, noAddress(family), ("path" in to ? to.path : "") as AddressOf<F>);
}
