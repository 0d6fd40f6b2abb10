// Contexts for the tests of TLS servers. Both certificates are the tests' own, each its own authority, for `localhost`.

import { fileURLToPath } from "node:url";
import * as ssl from "../../../src/net/ssl/index.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The server's certificate, and another one for the same name that nobody should trust. */
export const CERT = path("../ssl/localhost.pem");
export const OTHER = path("other.pem");

const KEYS = { [CERT]: path("../ssl/localhost.key.pem"), [OTHER]: path("other.key.pem") };

/** A server's context that shows this certificate; with `clients`, only theirs are let in. */
export function serverContext(cert = CERT, clients: string | null = null): ssl.SSLContext {
  const context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, { cafile: clients });
  context.load_cert_chain(cert, KEYS[cert] ?? null);
  if (clients !== null) context.verify_mode = ssl.CERT_REQUIRED;
  return context;
}

/** A client's context that trusts this certificate, and shows `own` to a server that asks. */
export function clientContext(trusted = CERT, own: string | null = null): ssl.SSLContext {
  const context = ssl.create_default_context(ssl.Purpose.SERVER_AUTH, { cafile: trusted });
  if (own !== null) context.load_cert_chain(own, KEYS[own] ?? null);
  return context;
}
