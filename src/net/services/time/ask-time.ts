// The client of a time server: asks again where an answer is lost.

import { TimeoutError, ValueError } from "../../../protocols/errors.ts";
import { osError } from "../../oserror.ts";
import type { Address } from "../../socket/address.ts";
import { SOCK_DGRAM } from "../../socket/constants.ts";
import { getaddrinfo } from "../../socket/resolve.ts";
import { socket } from "../../socket/socket.ts";
import { MAX_FORMAT } from "./time-server.ts";

/** The longest datagram there is. Plain servers bound their answers by nothing else. */
const MAX_DATAGRAM = 65_535;

/** How to ask. */
export interface AskTimeOptions {
  /** Seconds that each question waits for an answer; 1 unless told. */
  readonly timeout?: number;
  /** How often it is asked again; 3 unless told. */
  readonly retries?: number;
  /** Gives up when it aborts. */
  readonly signal?: AbortSignal;
}

/**
 * Asks a time server. Datagrams get lost, so that the question is repeated; an answer of anybody else than the server is
 * none.
 *
 * @param format a `strftime` format; the server's usual one where it is empty
 * @returns the server's text, which is not known to be a time: a refusal is a text as well
 * @throws TimeoutError when no question was answered; ConnectionRefusedError where nobody listens
 * @throws ValueError for a format of more than 1,024 bytes and for an answer that is not UTF-8
 * @throws gaierror for an unknown host
 * @example await askTime(["127.0.0.1", 9000], "%A") // "Tuesday"
 */
export async function askTime(address: Address, format = "", options: AskTimeOptions = {}): Promise<string> {
  const { timeout = 1, retries = 3, signal } = options;
  const question = new TextEncoder().encode(format);
  if (question.length > MAX_FORMAT) {
    throw new ValueError(`a format has at most ${MAX_FORMAT} bytes, got ${question.length}`);
  }
  if (!(timeout > 0)) throw new ValueError(`timeout must be positive, got ${timeout}`);
  if (!(retries >= 0)) throw new ValueError(`retries must be at least 0, got ${retries}`);
  signal?.throwIfAborted();
  const client = await connected(address);
  const close = () => void client.close();
  signal?.addEventListener("abort", close);
  try {
    client.settimeout(timeout);
    return text(await answerOf(client, question, retries));
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  } finally {
    signal?.removeEventListener("abort", close);
    await client.close();
  }
}

/** A socket of the host's family, to which the system gives the datagrams of that one address alone. */
async function connected([host, port]: Address) {
  const [info] = await getaddrinfo(host, port, { type: SOCK_DGRAM });
  if (info === undefined) throw osError("EADDRNOTAVAIL");
  const [family, , , , sockaddr] = info;
  const client = new socket(family, SOCK_DGRAM);
  try {
    await client.connect(sockaddr);
  } catch (error) {
    await client.close();
    throw error;
  }
  return client;
}

async function answerOf(
  client: Pick<socket, "send" | "recv">,
  question: Uint8Array,
  retries: number,
): Promise<Uint8Array> {
  for (let left = retries; ; left--) {
    await client.send(question);
    try {
      return await client.recv(MAX_DATAGRAM);
    } catch (error) {
      if (!(error instanceof TimeoutError) || left <= 0) throw error;
    }
  }
}

function text(answer: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(answer);
  } catch (cause) {
    throw new ValueError("the answer is not valid UTF-8", { cause });
  }
}
