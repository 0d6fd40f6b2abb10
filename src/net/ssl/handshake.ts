// Shaking hands: TLS begins over a connected socket of Node's.

import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, connect, TLSSocket } from "node:tls";
import { TimeoutError } from "../../protocols/errors.ts";
import { CERT_NONE, CERT_REQUIRED } from "./constants.ts";
import type { SSLContext } from "./context.ts";
import { asSSLError, unexpectedEnd } from "./errors.ts";

/** A handshake that is under way or over. */
export interface Handshake {
  readonly socket: TLSSocket;
  /** Settled when it is over. */
  readonly done: Promise<void>;
  readonly complete: boolean;
}

interface HandshakeOptions {
  readonly server_side: boolean;
  readonly server_hostname: string | null;
  /** Seconds; `null` is for ever. */
  readonly timeout: number | null;
}

/** Begins a handshake. */
export function shakeHands(context: SSLContext, raw: Socket, options: HandshakeOptions): Handshake {
  // Errors reach the TLS socket, which stands before this one.
  raw.on("error", () => {});
  const { server_side, server_hostname, timeout } = options;
  const state = { complete: false };
  const socket = server_side ? serverSide(context, raw) : clientSide(context, raw, server_hostname);
  const done = new Promise<void>((resolve, reject) => {
    const late = () => reject(new TimeoutError("_ssl.c: The handshake operation timed out"));
    const timer = timeout === null ? undefined : setTimeout(late, timeout * 1000);
    const finish = (error?: Error) => {
      clearTimeout(timer);
      socket.off("error", failed).off("close", ended).off("end", ended);
      if (error !== undefined) {
        socket.on("error", () => {});
        reject(error);
        return;
      }
      state.complete = true;
      resolve();
    };
    const failed = (error: Error) => finish(asSSLError(error, server_hostname));
    const ended = () => finish(unexpectedEnd());
    socket.once("error", failed);
    socket.once("close", ended);
    socket.once("end", ended);
    socket.once(server_side ? "secure" : "secureConnect", () => {
      // A server refuses a client in the listeners that come after this one.
      if (server_side) setImmediate(() => (socket.destroyed ? undefined : finish()));
      else finish();
    });
  });
  done.catch(() => {});
  return {
    socket,
    done,
    get complete() {
      return state.complete;
    },
  };
}

function clientSide(context: SSLContext, raw: Socket, server_hostname: string | null): TLSSocket {
  const options: ConnectionOptions = {
    socket: raw,
    secureContext: context.native,
    rejectUnauthorized: context.verify_mode !== CERT_NONE,
    // Not in the types, and passed on to the socket that is made.
    ...({ allowHalfOpen: true } as object),
  };
  if (server_hostname !== null) {
    options.host = server_hostname;
    if (isIP(server_hostname) === 0) options.servername = server_hostname;
  }
  if (!context.check_hostname) options.checkServerIdentity = () => undefined;
  if (context.alpn_protocols.length > 0) options.ALPNProtocols = [...context.alpn_protocols];
  return connect(options);
}

function serverSide(context: SSLContext, raw: Socket): TLSSocket {
  const alpn = context.alpn_protocols.length > 0 ? { ALPNProtocols: [...context.alpn_protocols] } : {};
  const options = {
    isServer: true,
    secureContext: context.native,
    requestCert: context.verify_mode !== CERT_NONE,
    rejectUnauthorized: context.verify_mode === CERT_REQUIRED,
    allowHalfOpen: true,
    ...alpn,
  };
  const socket = new TLSSocket(raw, options);
  if (options.requestCert) {
    socket.once("secure", () => {
      const error = refused(socket, options.rejectUnauthorized);
      if (error !== undefined) socket.destroy(error);
    });
  }
  return socket;
}

/** Why a client's certificate is not accepted. */
function refused(socket: TLSSocket, required: boolean): Error | undefined {
  // Node tells it in an undocumented place alone, which its own servers read too.
  const { ssl } = socket as unknown as { ssl?: { verifyError?(): Error | null } };
  const error = ssl?.verifyError?.();
  if (error === null) return undefined;
  const shown = socket.getPeerCertificate()?.raw !== undefined;
  return shown || required
    ? (error ?? new Error("the certificate of the client was not checked"))
    : undefined;
}
