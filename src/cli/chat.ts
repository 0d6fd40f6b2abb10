// `dunder chat`: a terminal that chats with others over UDP.

import { createInterface } from "node:readline";
import type { Argv } from "yargs";
import { AddressBook, formatAddress } from "../net/services/chat/address-book.ts";
import { ChatPeer } from "../net/services/chat/chat-peer.ts";
import type { Address } from "../net/socket/address.ts";
import { text } from "./options.ts";
import { addressTyped, familyOf } from "./udp.ts";
import { UsageError } from "./usage.ts";

export function chatCommand(cli: Argv): Argv {
  return cli.command(
    "chat [peers..]",
    "Chat over UDP: type a name and a message, or quit",
    (y) =>
      y
        .positional("peers", { type: "string", array: true, describe: "NAME=HOST:PORT of the others" })
        .options({ listen: text("listen", "HOST:PORT of this side", "127.0.0.1, a free port") })
        .example("dunder chat --listen 127.0.0.1:8081 bob=127.0.0.1:8082", "type: bob how are you?"),
    async ({ peers = [], listen }) => {
      const book = new AddressBook(peers.map(peerOf));
      const at: Address = listen === undefined ? ["127.0.0.1", 0] : addressTyped(listen);
      const peer = new ChatPeer(at, book);
      peer.address_family = familyOf(at);
      await peer.ready;
      console.log(`listening on ${formatAddress(peer.server_address)}`);
      const lines = createInterface({ input: process.stdin, terminal: false });
      const stop = () => lines.close();
      process.once("SIGTERM", stop).once("SIGINT", stop);
      await peer.chat(lines);
      // Nobody reads what is typed any more.
      process.stdin.destroy();
    },
  );
}

function peerOf(typed: string): [string, Address] {
  const [, name, address] = /^([^=]+)=(.+)$/s.exec(typed) ?? [];
  if (name === undefined || address === undefined) {
    throw new UsageError(`expected NAME=HOST:PORT, got '${typed}'`);
  }
  return [name, addressTyped(address)];
}
