// How connections reach a listening socket.

import { type OnReadOpts, type Server, Socket } from "node:net";

type OnConnection = (this: unknown, status: number, connection: unknown) => void;

/**
 * Has `admit` called with each connection to a server that listens, with nothing read of it yet.
 *
 * @param onread where the connection reads to, in place of its `"data"` events. Node has that for the connections that it
 *   makes and not for those that it accepts, so these are made here of what Node's server gets, where it gets it.
 */
export function onConnection(server: Server, onread: OnReadOpts, admit: (socket: Socket) => void): void {
  server.on("connection", admit);
  const { _handle: handle } = server as unknown as { _handle?: { onconnection?: OnConnection } | null };
  const usual = handle?.onconnection;
  if (handle == null || usual === undefined) return;
  handle.onconnection = function (status, connection) {
    if (status !== 0 || connection === undefined) {
      usual.call(this, status, connection);
      return;
    }
    admit(new Socket({ handle: connection, allowHalfOpen: true, pauseOnCreate: true, onread } as object));
  };
}
