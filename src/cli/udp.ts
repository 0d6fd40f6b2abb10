// What the commands over UDP have in common: how addresses are typed, and serving until a signal.

import { isIPv6 } from "node:net";
import type { Address } from "../net/socket/address.ts";
import { AF_INET, AF_INET6 } from "../net/socket/constants.ts";
import { portOf, UsageError } from "./usage.ts";

/** `HOST:PORT`, where IPv6 stands in brackets; port 0 is for servers, which take a free one. @throws UsageError */
export function addressTyped(text: string): Address {
  const [, inet6, name, port] = /^(?:\[([^\]]+)\]|([^:[\]\s]+)):(\d+)$/.exec(text) ?? [];
  const host = inet6 ?? name;
  if (host === undefined || (inet6 !== undefined && !isIPv6(inet6))) {
    throw new UsageError(`expected HOST:PORT, got '${text}'`);
  }
  return [host, portOf(port ?? "")];
}

/** The family of an address as it is typed. */
export function familyOf([host]: Address): number {
  return isIPv6(host) ? AF_INET6 : AF_INET;
}

/** The part of a server that is needed here. */
interface Serving {
  readonly ready: Promise<unknown>;
  serve_forever(): Promise<void>;
  shutdown(): Promise<void>;
  server_close(): Promise<void>;
}

/** Serves until SIGTERM or SIGINT. */
export async function untilSignal(server: Serving, onReady: () => void): Promise<void> {
  const stop = () => void server.shutdown();
  process.on("SIGTERM", stop).on("SIGINT", stop);
  try {
    await server.ready;
    onReady();
    await server.serve_forever();
    await server.server_close();
  } finally {
    process.off("SIGTERM", stop).off("SIGINT", stop);
  }
}
