// What TLS raises, and how an error of Node's becomes one of these.

import { OSError } from "../../protocols/errors.ts";
import { asOSError, isSystemError } from "../oserror.ts";

const SSL_ERROR_SSL = 1;
const SSL_ERROR_EOF = 8;
const HOSTNAME_MISMATCH = 62;

/** A failure of TLS (`ssl.SSLError`): `reason` is OpenSSL's word for it. */
export class SSLError extends OSError {
  /** `"SSL"` where OpenSSL failed. */
  readonly library: string | null = null;
  /** OpenSSL's word: `"CERTIFICATE_VERIFY_FAILED"`, `"WRONG_VERSION_NUMBER"` … */
  readonly reason: string | null = null;

  constructor(...args: unknown[]) {
    super(...args);
    // CPython shows these errors without their number.
    if (this.strerror !== null) hide(this, "message", this.strerror);
  }

  override __str__(): string {
    return this.strerror ?? super.__str__();
  }
}

/** The peer's certificate is not to be trusted, or is another host's (`ssl.SSLCertVerificationError`). */
export class SSLCertVerificationError extends SSLError {
  /** OpenSSL's number for why. */
  readonly verify_code: number = 0;
  /** Why, in words. */
  readonly verify_message: string = "";
}

/** The connection ended in the middle of TLS (`ssl.SSLEOFError`). */
export class SSLEOFError extends SSLError {}

// X509_V_ERR_… of OpenSSL, with the words of X509_verify_cert_error_string.
const VERIFY: Readonly<Record<string, readonly [code: number, message: string]>> = {
  UNABLE_TO_GET_ISSUER_CERT: [2, "unable to get issuer certificate"],
  CERT_SIGNATURE_FAILURE: [7, "certificate signature failure"],
  CERT_NOT_YET_VALID: [9, "certificate is not yet valid"],
  CERT_HAS_EXPIRED: [10, "certificate has expired"],
  DEPTH_ZERO_SELF_SIGNED_CERT: [18, "self-signed certificate"],
  SELF_SIGNED_CERT_IN_CHAIN: [19, "self-signed certificate in certificate chain"],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [20, "unable to get local issuer certificate"],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: [21, "unable to verify the first certificate"],
  CERT_CHAIN_TOO_LONG: [22, "certificate chain too long"],
  CERT_REVOKED: [23, "certificate revoked"],
  INVALID_PURPOSE: [26, "unsuitable certificate purpose"],
};

/**
 * The error of a handshake as one of this module.
 *
 * @param host the name that the certificate had to have
 */
export function asSSLError(error: unknown, host?: string | null): Error {
  if (!isSystemError(error)) return asOSError(error);
  if (error.code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return verifyError(
      HOSTNAME_MISMATCH,
      `Hostname mismatch, certificate is not valid for '${host}'.`,
      error,
    );
  }
  const known = VERIFY[error.code];
  if (known !== undefined) return verifyError(...known, error);
  if (error.code === "ECONNRESET" && error.syscall === undefined) return unexpectedEnd(error);
  const reason = /^ERR_SSL_(?:TLSV1_ALERT_|SSLV3_ALERT_)?(\w+)$/.exec(error.code) && error.code.slice(8);
  if (!reason) return asOSError(error);
  const words = (error as { reason?: string }).reason ?? reason.toLowerCase().replaceAll("_", " ");
  return filled(new SSLError(SSL_ERROR_SSL, `[SSL: ${reason}] ${words}`, { cause: error }), {
    library: "SSL",
    reason,
  });
}

/** The connection ended before the handshake did. */
export function unexpectedEnd(cause?: unknown): SSLEOFError {
  const text = "EOF occurred in violation of protocol";
  const args = cause === undefined ? [SSL_ERROR_EOF, text] : [SSL_ERROR_EOF, text, { cause }];
  return new SSLEOFError(...args);
}

function verifyError(verify_code: number, verify_message: string, cause: Error): SSLCertVerificationError {
  const text = `[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: ${verify_message}`;
  return filled(new SSLCertVerificationError(SSL_ERROR_SSL, text, { cause }), {
    library: "SSL",
    reason: "CERTIFICATE_VERIFY_FAILED",
    verify_code,
    verify_message,
  });
}

function filled<E extends SSLError>(error: E, facts: Readonly<Record<string, unknown>>): E {
  for (const [name, value] of Object.entries(facts)) hide(error, name, value);
  return error;
}

function hide(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
}
