// One of the terminals that chat with each other over UDP, without a server between them.

import { OSError } from "../../../protocols/errors.ts";
import type { TextSink } from "../../base-server.ts";
import { type Awaitable, BaseRequestHandler } from "../../request-handler.ts";
import { type DatagramRequest, UDPServer } from "../../server/udp-server.ts";
import type { Address } from "../../socket/address.ts";
import { SOCK_DGRAM } from "../../socket/constants.ts";
import { getaddrinfo } from "../../socket/resolve.ts";
import { RateLimit } from "../time/rate-limit.ts";
import { AddressBook } from "./address-book.ts";
import { type ChatMessage, messageLine, parseLine, printable } from "./chat-text.ts";

/** Hands a datagram to the peer that it was sent to. */
export class ChatHandler extends BaseRequestHandler<DatagramRequest> {
  override async handle(): Promise<void> {
    const [data] = this.request;
    await (this.server as unknown as ChatPeer).receive(data, this.client_address);
  }
}

/**
 * A chat peer: it receives messages from whoever sends them and sends to the names of its address book. Messages are
 * datagrams of plain UTF-8; nobody learns whether one has arrived.
 *
 * - For the caller: `chat`, `say`, and all of {@link UDPServer}.
 * - May be overridden: `on_message`, which prints to `output` unless told otherwise.
 * - Attributes: `book`, `output`, `rate_limit`.
 *
 * @example
 * const peer = new ChatPeer(["127.0.0.1", 8081], new AddressBook({ bob: ["127.0.0.1", 8082] }));
 * await peer.chat(createInterface({ input: process.stdin })); // lines like: bob how are you?
 */
export class ChatPeer extends UDPServer<Address> {
  /** Who is called what. Hosts that are names are looked up when the peer is bound. */
  book: AddressBook;
  /** Where messages and complaints go. */
  output: TextSink = process.stdout;
  /** How much of each address is shown; what is more is dropped. */
  rate_limit: RateLimit = new RateLimit();

  constructor(server_address: Address, book: AddressBook = new AddressBook(), bind_and_activate = true) {
    super(server_address, ChatHandler, bind_and_activate);
    this.book = book;
  }

  /** What is done with a message that arrived: it is printed. */
  on_message(message: ChatMessage): Awaitable<void> {
    this.output.write(`${messageLine(message)}\n`);
  }

  override async server_bind(): Promise<void> {
    await super.server_bind();
    this.book = await resolved(this.book, this.address_family);
  }

  override verify_request(_request: DatagramRequest, [host]: Address): boolean {
    return this.rate_limit.allow(host);
  }

  /** Called for each datagram. One that is not UTF-8 is shown as far as it is. */
  async receive(data: Uint8Array, from: Address): Promise<void> {
    const text = printable(new TextDecoder().decode(data));
    await this.on_message({ from, name: this.book.nameOf(from) ?? null, text });
  }

  /** Sends a message. @throws OSError when it cannot be sent at all */
  async say(to: Address, text: string): Promise<void> {
    await this.ready;
    await this.socket.sendto(new TextEncoder().encode(text), to);
  }

  /**
   * Does what a typed line says: `name message`, or `quit`. What is wrong with it is printed at once.
   *
   * @returns false when it was `quit`
   */
  async enter(line: string): Promise<boolean> {
    const typed = parseLine(line, this.book);
    if (typed.type === "problem") this.output.write(`${typed.text}\n`);
    if (typed.type === "message") {
      try {
        await this.say(typed.to, typed.text);
      } catch (error) {
        if (!(error instanceof OSError)) throw error;
        this.output.write(`not sent: ${error.strerror ?? error.message}\n`);
      }
    }
    return typed.type !== "quit";
  }

  /**
   * Chats until a line is `quit`, the lines end, or the peer is shut down: messages are shown as they come, whatever is
   * being typed. Closes the peer.
   *
   * @throws OSError when the address cannot be bound
   */
  async chat(lines: AsyncIterable<string>): Promise<void> {
    try {
      await this.ready;
      const { stopping } = this;
      const stopped = new Promise<null>((resolve) => {
        stopping.addEventListener("abort", () => resolve(null), { once: true });
      });
      const serving = this.serve_forever();
      const iterator = lines[Symbol.asyncIterator]();
      for (;;) {
        const next = await Promise.race([iterator.next(), stopped, serving.then(() => null)]);
        if (next === null || next.done || !(await this.enter(next.value))) break;
      }
      // Not awaited: the next line may never be typed.
      void iterator.return?.();
      await this.shutdown();
      await serving;
    } finally {
      await this.server_close();
    }
  }
}

/** The book with the addresses of its hosts, by which the senders of messages are known. @throws gaierror */
async function resolved(book: AddressBook, family: number): Promise<AddressBook> {
  const entries = [...book].map(async ([name, [host, port]]): Promise<[string, Address]> => {
    const [info] = await getaddrinfo(host, port, { family, type: SOCK_DGRAM });
    const [found, at] = info?.[4] ?? [host, port];
    return [name, [found, at]];
  });
  return new AddressBook(await Promise.all(entries));
}
