// Receiving with flags from connections and datagrams alike, and sending without waiting.

import { ValueError } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/typename.ts";
import { EMPTY } from "../byte-queue.ts";
import { ShortReadError } from "../framing-errors.ts";
import { osError } from "../oserror.ts";
import { asBytes, type BytesLike, StreamPort } from "../stream.ts";
import type { AddressOf, Family } from "./address.ts";
import * as c from "./constants.ts";
import type { DatagramPort } from "./datagram.ts";

/** What a call that may not wait hands to the system at most. */
const AT_ONCE = 256 * 1024;

/** Windows' number for a datagram that is longer than the buffer. */
const WSAEMSGSIZE = "EMSGSIZE";

/** Receives at most `size` bytes; of a connection the sender is `null`, as CPython has it on Linux. */
export async function receive<F extends Family>(
  source: StreamPort<F> | DatagramPort<F>,
  size: number,
  flags: number,
  timeout: number | null,
): Promise<[data: Uint8Array, address: AddressOf<F> | null]> {
  if ((flags & c.MSG_OOB) !== 0) throw osError("EINVAL");
  if ((flags & ~(c.MSG_PEEK | c.MSG_DONTWAIT | c.MSG_WAITALL)) !== 0) throw osError("EOPNOTSUPP");
  const peek = (flags & c.MSG_PEEK) !== 0;
  const limit = (flags & c.MSG_DONTWAIT) !== 0 ? 0 : timeout;
  if (source instanceof StreamPort) {
    const whole = (flags & c.MSG_WAITALL) !== 0 && limit !== 0;
    return [await (whole ? receiveWhole(source, size, limit, peek) : source.recv(size, limit, peek)), null];
  }
  const { data, from } = await source.receive(limit, peek);
  // Windows refuses what does not fit, the others cut it without a word.
  if (data.length > size && process.platform === "win32") throw osError(WSAEMSGSIZE);
  return [data.subarray(0, size), from];
}

// `MSG_WAITALL`: less only at the end of the stream.
async function receiveWhole(
  stream: StreamPort<Family>,
  size: number,
  limit: number | null,
  peek: boolean,
): Promise<Uint8Array> {
  const next = () => stream.recv(size - length, limit);
  let length = 0;
  try {
    return await stream.recvExactly(size, limit, peek);
  } catch (error) {
    if (!(error instanceof ShortReadError)) throw error;
    if (peek) return stream.recv(size, limit, peek);
    const rest = new Uint8Array(size);
    for (let chunk = await next(); chunk.length > 0; chunk = await next()) {
      rest.set(chunk, length);
      length += chunk.length;
    }
    return length === 0 ? EMPTY : rest.subarray(0, length);
  }
}

/** Sends what there is room for. @throws BlockingIOError where there is none */
export function sendNow(stream: StreamPort<Family>, bytes: Uint8Array): number {
  if (stream.node.writableLength > 0) throw osError("EAGAIN");
  const part = bytes.subarray(0, AT_ONCE);
  // It is with Node now; should the connection break, a later call says so.
  stream.send(part, null).catch(() => {});
  return part.length;
}

/** The bytes of a buffer to receive into. */
export function writable(method: string, buffer: BytesLike): Uint8Array {
  if (ArrayBuffer.isView(buffer) || buffer instanceof ArrayBuffer) return asBytes(buffer);
  if (buffer === null || buffer === undefined) throw new ValueError(`${method}() needs a buffer`);
  throw new TypeError(`${method}() argument 1 must be read-write bytes-like object, not ${typeName(buffer)}`);
}
