// How the commands that are clients reach their server: keys and TLS.

import type { Argv } from "yargs";
import { authenticateWith } from "../net/services/auth/authenticate-with.ts";
import type { Authenticate } from "../net/services/auth/authenticator.ts";
import { KeyFile } from "../net/services/auth/key-file.ts";
import { create_default_context, Purpose, type SSLContext } from "../net/ssl/index.ts";
import { flag, text, value } from "./options.ts";
import { checkReadable } from "./pem.ts";
import type { Target } from "./target.ts";
import { secondsOf, UsageError } from "./usage.ts";

const OPTIONS = {
  "key-file": text("key-file", "prove to have the key in this file, and have the server prove it too"),
  "key-id": text("key-id", "which of its keys, where there are several"),
  tls: flag("speak TLS, as dunders:// does"),
  "tls-ca": text("tls-ca", "authorities to trust (PEM), instead of Node's own"),
  "tls-cert": text("tls-cert", "certificate to show to the server (PEM)"),
  "tls-key": text("tls-key", "its key, where it is not in the same file"),
  timeout: value("timeout", "seconds that the server may be silent, or none", secondsOf, "30"),
} as const;

/** Adds the URL and the options of a connection to a command. */
export function withConnection<T>(y: Argv<T>) {
  return y
    .positional("url", {
      type: "string",
      demandOption: true,
      describe: "dunder://HOST:PORT/FOLDER, or HOST:PORT/FOLDER",
    })
    .options(OPTIONS);
}

/** What was given of {@link OPTIONS}. */
export interface ConnectionArguments {
  readonly keyFile?: string | undefined;
  readonly keyId?: string | undefined;
  readonly tls: boolean;
  readonly tlsCa?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly timeout?: number | null | undefined;
}

/** How to connect. */
export interface Connection {
  readonly authenticate?: Authenticate;
  readonly tls?: SSLContext;
  readonly timeout: number | null;
}

/** How to connect to a target. @throws UsageError, KeyFileError, OSError, SSLError */
export async function connectionOf(target: Target, given: ConnectionArguments): Promise<Connection> {
  const { keyFile, keyId, tlsCa, tlsCert, tlsKey = null, timeout = 30 } = given;
  const isSecure = given.tls || target.tls;
  if (!isSecure && (tlsCa ?? tlsCert ?? tlsKey ?? null) !== null) {
    throw new UsageError("--tls-ca, --tls-cert and --tls-key are for TLS: add --tls, or say dunders://");
  }
  if (keyFile === undefined && keyId !== undefined) throw new UsageError("--key-id needs --key-file");
  const authenticate =
    keyFile === undefined
      ? {}
      : { authenticate: authenticateWith((await KeyFile.open(keyFile)).credentials(keyId)) };
  if (!isSecure) return { ...authenticate, timeout };
  checkReadable(tlsCa, tlsCert, tlsKey);
  const tls = create_default_context(Purpose.SERVER_AUTH, { cafile: tlsCa ?? null });
  if (tlsCert !== undefined) tls.load_cert_chain(tlsCert, tlsKey);
  return { ...authenticate, tls, timeout };
}
