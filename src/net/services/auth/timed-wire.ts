// A connection during a handshake: exact reads and whole writes, all of them within one deadline.

import { OSError, TimeoutError } from "../../../protocols/errors.ts";
import type { BytesLike } from "../../stream.ts";
import { AuthenticationError } from "./authentication-error.ts";
import type { StreamLike } from "./authenticator.ts";

/** 10 seconds for a whole handshake: a slow line that loses packets needs three, a peer that stalls gets no more. */
export const HANDSHAKE_TIME = 10;

/** What a handshake does with its connection. */
export interface TimedWire {
  /**
   * Receives exactly `size` bytes.
   *
   * @throws AuthenticationError `closed` when the stream ends before the first byte, `short` when it ends inside
   */
  read(size: number): Promise<Uint8Array>;
  write(data: BytesLike): Promise<void>;
}

/**
 * Runs a handshake; the connection's own timeout is as before when it is over.
 *
 * @param seconds for all reads and writes together; `null` is for ever
 * @throws AuthenticationError `timeout` after them; what `handshake` throws
 */
export async function inTime<T>(
  connection: StreamLike,
  seconds: number | null,
  handshake: (wire: TimedWire) => Promise<T>,
): Promise<T> {
  const before = connection.gettimeout();
  const deadline = seconds === null ? null : performance.now() / 1000 + seconds;
  const limit = () => {
    const left = deadline === null ? null : deadline - performance.now() / 1000;
    if (left !== null && left <= 0) throw new TimeoutError("timed out");
    connection.settimeout(left);
  };
  const wire: TimedWire = {
    async read(size) {
      const whole = new Uint8Array(size);
      for (let at = 0; at < size; ) {
        limit();
        const part = await connection.recv(size - at);
        if (part.length === 0) throw ended(at, size);
        whole.set(part, at);
        at += part.length;
      }
      return whole;
    },
    async write(data) {
      limit();
      await connection.sendall(data);
    },
  };
  try {
    return await handshake(wire);
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    throw new AuthenticationError("timeout", `no proof within ${seconds} seconds`, { cause: error });
  } finally {
    restore(connection, before);
  }
}

function ended(got: number, wanted: number): AuthenticationError {
  return got === 0
    ? new AuthenticationError("closed", "the peer closed the connection without a word")
    : new AuthenticationError("short", `the peer closed the connection after ${got} of ${wanted} bytes`);
}

function restore(connection: StreamLike, timeout: number | null): void {
  try {
    connection.settimeout(timeout);
  } catch (error) {
    // A socket that was closed meanwhile has no timeout any more.
    if (!(error instanceof OSError)) throw error;
  }
}
