// `dunder call`: runs a program of a server's list, as if it were here.

import { constants } from "node:os";
import { buffer } from "node:stream/consumers";
import type { Argv } from "yargs";
import type { ProgramExit } from "../net/services/shell/program.ts";
import { RemoteCommandClient } from "../net/services/shell/remote-command-client.ts";
import { create_connection } from "../net/socket/create.ts";
import type { socket as Socket } from "../net/socket/socket.ts";
import { type Connection, connectionOf, withConnection } from "./connection.ts";
import { interruptible } from "./interruption.ts";
import { flag } from "./options.ts";
import { type Target, targetOf } from "./target.ts";

/** What shells add to the number of the signal that ended a program. */
const SIGNALLED = 128;

export function callCommand(cli: Argv): Argv {
  return cli.command(
    "call <url> [program] [args..]",
    "Run a program that the server allows; without one, list them",
    (y) =>
      withConnection(y)
        .positional("program", { type: "string", describe: "its name on the server's list" })
        .positional("args", {
          type: "string",
          array: true,
          describe: "its arguments; -- before those with -",
        })
        .options({ stdin: flag("let it read what this command can read") }),
    async ({ url, program: first, args: typed = [], stdin, _: [, ...behind], ...given }) => {
      const [program, ...args] = [...(first === undefined ? [] : [first]), ...typed, ...behind.map(String)];
      const target = targetOf(url);
      const signal = interruptible();
      const client = await connected(target, await connectionOf(target, given), signal);
      try {
        if (program === undefined) {
          for (const name of await client.programs()) console.log(name);
          return;
        }
        const input = stdin ? { stdin: await buffer(process.stdin) } : {};
        const run = client.run(program, args, { signal, ...input });
        for (let next = await run.next(); ; next = await run.next()) {
          if (next.done) {
            process.exitCode = statusOf(next.value);
            return;
          }
          await written(process[next.value.stream], next.value.data);
        }
      } finally {
        await client.close();
      }
    },
  );
}

async function connected(
  { address }: Target,
  { tls, authenticate, timeout }: Connection,
  signal: AbortSignal,
): Promise<RemoteCommandClient> {
  let socket: Socket = await create_connection(address, { timeout, signal });
  try {
    if (tls !== undefined)
      socket = (await tls.wrap_socket(socket, { server_hostname: address[0] })) as Socket;
    await authenticate?.(socket);
    // A program may think for longer than a server may be silent.
    socket.settimeout(null);
    return new RemoteCommandClient(socket);
  } catch (error) {
    await socket.close();
    throw error;
  }
}

/** Waits until there is room for more: a slow reader slows the program down. */
function written(stream: NodeJS.WriteStream, data: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    if (stream.write(data)) resolve();
    else stream.once("drain", resolve);
  });
}

/** The exit code for how a program ended, in the way of shells. */
function statusOf({ status, signal, limit }: ProgramExit): number {
  if (limit !== null) process.stderr.write(`dunder: the program was ended: it has used up its ${limit}\n`);
  if (status !== null) return status;
  return SIGNALLED + (constants.signals[signal as NodeJS.Signals] ?? 0);
}
