// Connecting to a server (socket.create_connection).

import { connect } from "node:net";
import { TimeoutError } from "../protocols/errors.ts";
import { asOSError } from "./oserror.ts";
import { type Address, StreamSocket } from "./stream.ts";

/**
 * Connects to a TCP server, trying all addresses of a host name.
 *
 * @param options.timeout seconds for connecting, and what `settimeout` is set to after; `null`, the default, is for ever
 * @param options.signal gives up when it aborts
 * @throws ConnectionRefusedError where nobody listens
 * @throws TimeoutError
 * @throws OSError for every other reason
 * @example
 * const connection = await create_connection(["127.0.0.1", 8080], { timeout: 5 });
 */
export async function create_connection(
  address: Address,
  options: { readonly timeout?: number | null; readonly signal?: AbortSignal } = {},
): Promise<StreamSocket> {
  const { timeout = null, signal } = options;
  signal?.throwIfAborted();
  const [host, port] = address;
  const socket = connect({ host, port, allowHalfOpen: true });
  // A header and its body are two writes: waiting for the acknowledgement of the first would cost 40 ms for each file.
  socket.setNoDelay(true);
  let timer: NodeJS.Timeout | undefined;
  let giveUp: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("error", (error) => reject(asOSError(firstOf(error))));
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
  const connection = new StreamSocket(socket);
  connection.settimeout(timeout);
  return connection;
}

/** A host with several addresses fails with an error for each of them. */
function firstOf(error: Error): unknown {
  return error instanceof AggregateError ? error.errors[0] : error;
}
