// The numbers and switches of the module `ssl`.

/** Whether the peer's certificate is wanted, and checked (`SSLContext.verify_mode`). */
export const CERT_NONE = 0;
export const CERT_OPTIONAL = 1;
export const CERT_REQUIRED = 2;

/** What a context is for. */
export const PROTOCOL_TLS = 2;
export const PROTOCOL_TLS_CLIENT = 16;
export const PROTOCOL_TLS_SERVER = 17;

/** Versions of the protocol, for `minimum_version` and `maximum_version` (`ssl.TLSVersion`). */
export const TLSVersion = {
  MINIMUM_SUPPORTED: -2,
  TLSv1: 769,
  TLSv1_1: 770,
  TLSv1_2: 771,
  TLSv1_3: 772,
  MAXIMUM_SUPPORTED: -1,
} as const;

/** A member of {@link TLSVersion}. */
export type TLSVersion = (typeof TLSVersion)[keyof typeof TLSVersion];

/** Whom a context authenticates (`ssl.Purpose`), with the object identifiers of the extended key usages. */
export const Purpose = { SERVER_AUTH: "1.3.6.1.5.5.7.3.1", CLIENT_AUTH: "1.3.6.1.5.5.7.3.2" } as const;

/** A member of {@link Purpose}. */
export type Purpose = (typeof Purpose)[keyof typeof Purpose];

/** What the TLS library can do. */
export const HAS_SNI = true;
export const HAS_ALPN = true;
export const HAS_TLSv1_2 = true;
export const HAS_TLSv1_3 = true;

/** The TLS library that Node was built with. */
export const OPENSSL_VERSION = `OpenSSL ${process.versions.openssl}`;
