// The time server over UDP: a datagram holds a `strftime` format, the answer the time in it.

import { OSError } from "../../../protocols/errors.ts";
import { strftime } from "../../../protocols/time/index.ts";
import { BaseRequestHandler, type RequestHandlerClass } from "../../request-handler.ts";
import { type DatagramRequest, UDPServer } from "../../server/udp-server.ts";
import type { Address } from "../../socket/address.ts";
import { RateLimit } from "./rate-limit.ts";

/** The format of an empty datagram. */
export const DEFAULT_FORMAT = "%Y-%m-%d %X";

/** The longest format, in bytes: what plain servers receive. */
export const MAX_FORMAT = 1024;

/** The longest answer, in bytes: a short format can ask for a long one, in the name of somebody else. */
export const MAX_ANSWER = 1024;

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The answer to a datagram, whatever is in it: the time, or a text that begins with `error: `.
 *
 * @param date what to tell; now, when it is left out
 * @example timeAnswer(bytes("%Y")) // b"2026"
 */
export function timeAnswer(datagram: Uint8Array, date: Date = new Date()): Uint8Array {
  if (datagram.length > MAX_FORMAT) return failure(`a format has at most ${MAX_FORMAT} bytes`);
  let format: string;
  try {
    format = UTF8.decode(datagram);
  } catch {
    return failure("a format must be valid UTF-8");
  }
  const answer = new TextEncoder().encode(strftime(format === "" ? DEFAULT_FORMAT : format, date));
  return answer.length > MAX_ANSWER ? failure(`the time takes more than ${MAX_ANSWER} bytes`) : answer;
}

function failure(reason: string): Uint8Array {
  return new TextEncoder().encode(`error: ${reason}`);
}

/** Answers a datagram with the time. May be overridden: `now`. */
export class TimeHandler extends BaseRequestHandler<DatagramRequest> {
  /** The time to tell. */
  now(): Date {
    return new Date();
  }

  override async handle(): Promise<void> {
    const [datagram, socket] = this.request;
    try {
      await socket.sendto(timeAnswer(datagram, this.now()), this.client_address);
    } catch (error) {
      // Nobody can be reached at the address that the datagram gave as its own.
      if (!(error instanceof OSError)) throw error;
    }
  }
}

/**
 * A server that tells the time over UDP, in the format of each datagram and in the process's time zone.
 *
 * Attributes beside {@link UDPServer}'s: `rate_limit`. Datagrams above it are dropped.
 *
 * @example await new TimeServer(["127.0.0.1", 9000]).serve_forever();
 */
export class TimeServer extends UDPServer<Address> {
  // One byte more than allowed, to know a format that was cut from one that just fits.
  override max_packet_size = MAX_FORMAT + 1;
  /** How much of each address is answered. */
  rate_limit: RateLimit = new RateLimit();

  constructor(
    server_address: Address,
    Handler: RequestHandlerClass<DatagramRequest, Address> = TimeHandler,
    bind_and_activate = true,
  ) {
    super(server_address, Handler, bind_and_activate);
  }

  override verify_request(_request: DatagramRequest, [host]: Address): boolean {
    return this.rate_limit.allow(host);
  }
}
