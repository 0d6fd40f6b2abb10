// The module `ssl`: TLS over sockets (library reference, "ssl").

export type { PeerCertificate } from "./certificate.ts";
export * from "./constants.ts";
export { create_default_context, SSLContext } from "./context.ts";
export {
  SSLCertVerificationError,
  SSLCertVerificationError as CertificateError,
  SSLEOFError,
  SSLError,
} from "./errors.ts";
export { SSLSocket, type WrapOptions } from "./ssl-socket.ts";
