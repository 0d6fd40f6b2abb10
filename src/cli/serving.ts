// The server of `dunder serve`: its handler and its kind, made of the library's parts.

import { isIPv6 } from "node:net";
import { bases } from "../meta/bases.ts";
import { metaclass } from "../meta/metaclass.ts";
import { CommandMeta } from "../net/dispatch/command-meta.ts";
import { ForkingTCPServer, ThreadingTCPServer } from "../net/server/combined.ts";
import { TLSMixIn } from "../net/server/tls.ts";
import type { Authenticator } from "../net/services/auth/authenticator.ts";
import type { StructuredLog } from "../net/services/observe/log-observer.ts";
import type { ServiceObserver } from "../net/services/observe/observer.ts";
import type { AllowedPrograms } from "../net/services/shell/allowed-program.ts";
import { RemoteCommandHandler } from "../net/services/shell/remote-command-handler.ts";
import { FileTransferHandler } from "../net/services/transfer/file-transfer-handler.ts";
import { AF_INET6 } from "../net/socket/constants.ts";
import { CERT_REQUIRED, create_default_context, Purpose, type SSLContext } from "../net/ssl/index.ts";
import type { Address } from "../net/stream.ts";
import { checkReadable } from "./pem.ts";

/** What is served, to whom, and how much of it. */
export interface Service {
  readonly server_dir: string;
  readonly read_only: boolean;
  readonly max_filesize: number;
  readonly max_total_size: number | null;
  readonly idle_timeout: number | null;
  readonly authenticator: Authenticator | null;
  readonly observer: ServiceObserver;
  readonly stats: () => object;
  readonly log: StructuredLog;
  /** Programs that peers may run; `null` where the commands for them are not even there. */
  readonly programs: ProgramService | null;
}

/** The programs that peers may run, and which peers. */
export interface ProgramService {
  readonly programs: AllowedPrograms;
  readonly allow_shell: boolean;
  readonly allow_remote: boolean;
  readonly allow_anonymous: boolean;
}

/** Files and, where there is a list of them, programs on one port. */
export function handlerOf(service: Service): typeof FileTransferHandler {
  const { log, programs } = service;
  class Files extends FileTransferHandler {
    override server_dir = service.server_dir;
    override read_only = service.read_only;
    override max_filesize = service.max_filesize;
    override max_total_size = service.max_total_size;
    override idle_timeout = service.idle_timeout;
    override authenticator = service.authenticator;
    override observer = service.observer;
    override stats = service.stats;
    override report_error(error: unknown): void {
      log.error({ event: "error", err: error }, "a command has a mistake");
    }
  }
  if (programs === null) return Files;
  class FilesAndPrograms extends bases(Files, RemoteCommandHandler) {
    override programs = programs?.programs ?? {};
    override allow_shell = programs?.allow_shell === true;
    override allow_remote = programs?.allow_remote === true;
    override allow_anonymous = programs?.allow_anonymous === true;
  }
  return metaclass(CommandMeta)(FilesAndPrograms);
}

/** How the service is reached. */
export interface Listening {
  readonly address: Address;
  readonly workers: number;
  readonly tls: SSLContext | null;
  readonly max_connections: number | undefined;
  readonly max_connections_per_address: number | null;
  /** Seconds for what is under way when the server is to end. */
  readonly drain: number | null;
  readonly log: StructuredLog;
}

/** A server over the handler: of one process or several, with TLS or without. */
export function serverOf(handler: typeof FileTransferHandler, options: Listening): ThreadingTCPServer {
  const { log, tls, address, max_connections } = options;
  const Server = serverClass(options.workers, tls) as typeof ThreadingTCPServer;
  const server = new Server(address, handler as never);
  // Binding begins after this turn of the event loop.
  if (isIPv6(address[0])) server.address_family = AF_INET6;
  if (max_connections !== undefined) server.max_connections = max_connections;
  server.max_connections_per_address = options.max_connections_per_address;
  server.shutdown_deadline = options.drain;
  server.stderr = {
    write: (report: string) => log.error({ event: "error", report }, "a connection broke the handler"),
  };
  if (tls !== null) (server as unknown as TLSMixIn).ssl_context = tls;
  if (options.workers > 1) (server as unknown as ForkingTCPServer).max_children = options.workers;
  return server;
}

function serverClass(workers: number, tls: SSLContext | null): unknown {
  if (workers > 1)
    return tls === null ? ForkingTCPServer : class extends bases(TLSMixIn, ForkingTCPServer) {};
  return tls === null ? ThreadingTCPServer : class extends bases(TLSMixIn, ThreadingTCPServer) {};
}

/** The context of a server. @throws OSError, SSLError for files that cannot be used */
export function serverContext(cert: string, key: string | null, clientCa: string | null): SSLContext {
  checkReadable(cert, key, clientCa);
  const context = create_default_context(Purpose.CLIENT_AUTH);
  context.load_cert_chain(cert, key);
  if (clientCa !== null) {
    context.load_verify_locations({ cafile: clientCa });
    context.verify_mode = CERT_REQUIRED;
  }
  return context;
}
