// Where a server and a folder on it are, as it is typed.

import { isIPv6 } from "node:net";
import type { Address } from "../net/socket/address.ts";
import { portOf, UsageError } from "./usage.ts";

const PORT = 8080;

const URL_FORM = /^(?:(dunders?):\/\/)?(?:\[([^\]]+)\]|([^:/?#@[\]\s]+))(?::(\d+))?(?:\/([\s\S]*))?$/;

/** A folder of a server. */
export interface Target {
  readonly address: Address;
  /** Whether the URL asks for TLS. */
  readonly tls: boolean;
  /** With `/` between its parts; "" is the root. */
  readonly folder: string;
}

/**
 * Reads `dunder://host:port/folder`, `dunders://…` for TLS, or `host:port/folder`. A URL's port may be left out, its folder
 * is percent-decoded; without a scheme all is taken as it is typed.
 *
 * @throws UsageError
 */
export function targetOf(text: string): Target {
  const [, scheme, inet6, name, port, rest = ""] = URL_FORM.exec(text) ?? [];
  const host = inet6 ?? name;
  const isWrong = host === undefined || (inet6 !== undefined && !isIPv6(inet6));
  // A file's name is soon typed where the URL should stand, so that without a scheme the port has to be there.
  if (isWrong || (scheme === undefined && port === undefined)) {
    throw new UsageError(`expected dunder://HOST:PORT/FOLDER or HOST:PORT/FOLDER, got '${text}'`);
  }
  return {
    address: [host, port === undefined ? PORT : portOf(port)],
    tls: scheme === "dunders",
    folder: (scheme === undefined ? rest : decoded(rest)).replace(/\/+$/, ""),
  };
}

function decoded(folder: string): string {
  try {
    return decodeURIComponent(folder);
  } catch {
    throw new UsageError(`expected UTF-8 behind the % signs, got '${folder}'`);
  }
}

/** A name below the target's folder. As with paths here, `./-x` is a way to type `-x`. */
export function inFolder({ folder }: Target, typed: string): string {
  const name = typed.replace(/^(?:\.\/)+/, "");
  return folder === "" || name === "" ? folder + name : `${folder}/${name}`;
}
