// Receiving with flags from connections and datagrams alike, and sending without waiting.

import { ValueError } from "../../protocols/errors.ts";
import { typeName } from "../../protocols/typename.ts";
import { EMPTY } from "../byte-queue.ts";
import { ShortReadError } from "../framing-errors.ts";
import { osError } from "../oserror.ts";
import { asBytes, type BytesLike, StreamSocket } from "../stream.ts";
import type { AddressOf, Family } from "./address.ts";
import * as c from "./constants.ts";
import type { DatagramPort } from "./datagram.ts";

/** What a call that may not wait hands to the system at most. */
const AT_ONCE = 256 * 1024;

/** Windows' number for a datagram that is longer than the buffer. */
const WSAEMSGSIZE = "EMSGSIZE";

/** Receives at most `size` bytes; of a connection the sender is `null`, as CPython has it on Linux. */
export async function receive<F extends Family>(
  source: StreamSocket<AddressOf<F>> | DatagramPort<F>,
  size: number,
  flags: number,
  timeout: number | null,
): Promise<[data: Uint8Array, address: AddressOf<F> | null]> {
  if ((flags & c.MSG_OOB) !== 0) throw osError("EINVAL");
  if ((flags & ~(c.MSG_PEEK | c.MSG_DONTWAIT | c.MSG_WAITALL)) !== 0) throw osError("EOPNOTSUPP");
  const peek = (flags & c.MSG_PEEK) !== 0;
  const limit = (flags & c.MSG_DONTWAIT) !== 0 ? 0 : timeout;
  if (source instanceof StreamSocket) {
    const whole = (flags & c.MSG_WAITALL) !== 0 && !peek && limit !== 0;
    return [await (whole ? receiveWhole(source, size) : fromStream(source, size, peek, limit)), null];
  }
  const { data, from } = await source.receive(limit, peek);
  // Windows refuses what does not fit, the others cut it without a word.
  if (data.length > size && process.platform === "win32") throw osError(WSAEMSGSIZE);
  return [data.subarray(0, size), from];
}

async function fromStream<A>(
  stream: StreamSocket<A>,
  size: number,
  peek: boolean,
  limit: number | null,
): Promise<Uint8Array> {
  const usual = stream.gettimeout();
  try {
    // The time of a call is fixed when it is made.
    stream.settimeout(limit);
    return peek ? stream.peek(size) : stream.recv(size);
  } finally {
    stream.settimeout(usual);
  }
}

// `MSG_WAITALL`: less only at the end of the stream.
async function receiveWhole<A>(stream: StreamSocket<A>, size: number): Promise<Uint8Array> {
  try {
    return await stream.recv_exactly(size);
  } catch (error) {
    if (!(error instanceof ShortReadError)) throw error;
    const rest = new Uint8Array(size);
    let length = 0;
    for (let chunk = await stream.recv(size); chunk.length > 0; chunk = await stream.recv(size - length)) {
      rest.set(chunk, length);
      length += chunk.length;
    }
    return length === 0 ? EMPTY : rest.subarray(0, length);
  }
}

/** Sends what there is room for. @throws BlockingIOError where there is none */
export function sendNow<A>(stream: StreamSocket<A>, bytes: Uint8Array): number {
  if (stream.node.writableLength > 0) throw osError("EAGAIN");
  const part = bytes.subarray(0, AT_ONCE);
  // It is with Node now; should the connection break, a later call says so.
  stream.sendall(part).catch(() => {});
  return part.length;
}

/** The bytes of a buffer to receive into. */
export function writable(method: string, buffer: BytesLike): Uint8Array {
  if (ArrayBuffer.isView(buffer) || buffer instanceof ArrayBuffer) return asBytes(buffer);
  if (buffer === null || buffer === undefined) throw new ValueError(`${method}() needs a buffer`);
  throw new TypeError(`${method}() argument 1 must be read-write bytes-like object, not ${typeName(buffer)}`);
}
