// A connection to a file server for as long as a command takes.

import { FileTransferClient } from "../net/client.ts";
import { type ConnectionArguments, connectionOf } from "./connection.ts";
import { interruptible } from "./interruption.ts";
import { type Target, targetOf } from "./target.ts";

/** What a command works with. */
export interface Session {
  readonly client: FileTransferClient;
  readonly target: Target;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Connects to what was typed as URL, does the work, and ends the connection. */
export async function withClient(
  given: ConnectionArguments & { readonly url: string },
  work: (session: Session) => Promise<void>,
): Promise<void> {
  const target = targetOf(given.url);
  const signal = interruptible();
  const options = { ...(await connectionOf(target, given)), signal };
  await using client = await FileTransferClient.connect(target.address, options);
  await work({ client, target, signal });
}
