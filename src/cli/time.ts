// `dunder time`: asks a time server, or is one.

import type { Argv } from "yargs";
import { formatAddress } from "../net/services/chat/address-book.ts";
import { askTime } from "../net/services/time/ask-time.ts";
import { TimeServer } from "../net/services/time/time-server.ts";
import type { Address } from "../net/socket/address.ts";
import { shown } from "./errors.ts";
import { interruptible } from "./interruption.ts";
import { flag, text } from "./options.ts";
import { addressTyped, familyOf, untilSignal } from "./udp.ts";

const USUAL = "127.0.0.1:9000";

export function timeCommand(cli: Argv): Argv {
  return cli.command(
    "time [address]",
    "Ask a time server over UDP, or be one",
    (y) =>
      y
        .positional("address", { type: "string", default: USUAL, describe: "HOST:PORT of the server" })
        .options({
          serve: flag("be the server at that address"),
          format: text("format", "what to ask for, in strftime's words", "%Y-%m-%d %X"),
        }),
    async ({ address, serve, format = "" }) => {
      const at = addressTyped(address);
      if (serve) await serveTime(at);
      else console.log(shown(await askTime(at, format, { signal: interruptible() })));
    },
  );
}

async function serveTime(at: Address): Promise<void> {
  const server = new TimeServer(at);
  server.address_family = familyOf(at);
  await untilSignal(server, () => console.log(`telling the time on ${formatAddress(server.server_address)}`));
}
