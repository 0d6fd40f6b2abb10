// Writes what a service does into a structured log: one line for each command, connection and proof.

import type { Address } from "../../socket/address.ts";
import type { ServiceObserver } from "./observer.ts";

/** What is asked of a logger: a `pino` logger has it, and so have its kin. */
export interface StructuredLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Milliseconds tell enough of how long a thing took. */
function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** A path of the file system has no address. */
function shown(address: Address): string {
  return Array.isArray(address) ? `${address[0]}:${address[1]}` : String(address);
}

/**
 * An observer that writes to a log. The message is always one of a few; what a peer has sent stands in a field of its own,
 * where it can fake no line. Connections are of the level `debug`, commands and files of `info`, refusals of `warn`, and
 * mistakes of the program of `error`.
 *
 * @example class Files extends FileTransferHandler { override observer = logObserver(pino()); }
 */
export function logObserver(log: StructuredLog): ServiceObserver {
  return {
    connection({ address, open, seconds, code }) {
      const fields = { event: "connection", address: shown(address) };
      if (open) log.debug(fields, "connection opened");
      else if (code === null) log.debug({ ...fields, seconds: rounded(seconds) }, "connection closed");
      else log.warn({ ...fields, seconds: rounded(seconds), code }, "connection cut");
    },
    command({ cmd, ok, code, error, seconds, bytesIn, bytesOut, address, key }) {
      const fields = {
        event: "command",
        cmd,
        seconds: rounded(seconds),
        bytes_in: bytesIn,
        bytes_out: bytesOut,
        address: shown(address),
        key,
      };
      if (ok) log.info(fields, "command done");
      else if (code === "internal") log.error({ ...fields, code, err: error }, "command broken");
      else log.warn({ ...fields, code, ...reasonOf(error) }, "command failed");
    },
    authentication({ ok, reason, address, key }) {
      const fields = { event: "authentication", address: shown(address), key };
      if (ok) log.debug(fields, "key accepted");
      else log.warn({ ...fields, reason }, "key refused");
    },
    transfer({ direction, filename, bytes, seconds, address, key }) {
      const fields = {
        event: "transfer",
        filename,
        bytes,
        seconds: rounded(seconds),
        address: shown(address),
      };
      log.info({ ...fields, key }, direction === "in" ? "file stored" : "file sent");
    },
  };
}

function reasonOf(error: unknown): { readonly reason?: string } {
  return error instanceof Error ? { reason: error.message } : {};
}
