// `dunder serve`: a server of files and, where they are named, of programs.

import cluster from "node:cluster";
import { resolve } from "node:path";
import type { Argv } from "yargs";
import { MAX_BODY } from "../net/framing.ts";
import type { ThreadingTCPServer } from "../net/server/combined.ts";
import { HmacAuthenticator } from "../net/services/auth/hmac-authenticator.ts";
import { KeyFile } from "../net/services/auth/key-file.ts";
import { formatAddress } from "../net/services/chat/address-book.ts";
import { Counters } from "../net/services/observe/counters.ts";
import { logObserver } from "../net/services/observe/log-observer.ts";
import { type SnapshotSource, serveMetrics } from "../net/services/observe/metrics.ts";
import { observers } from "../net/services/observe/observers.ts";
import { WorkerCounters } from "../net/services/observe/worker-counters.ts";
import { isLoopback } from "../net/services/shell/policy.ts";
import { LOG_FORMS, openLog, usualForm } from "./log.ts";
import { flag, text, value } from "./options.ts";
import { programsOf } from "./programs.ts";
import { handlerOf, serverContext, serverOf } from "./serving.ts";
import { countOf, portOf, secondsOf, sizeOf, UsageError } from "./usage.ts";

/** As many as ports: no server gets there, but a mistyped number is found. */
const MAX_CONNECTIONS = 65_535;

const OPTIONS = {
  host: text("host", "address to listen on", "127.0.0.1"),
  port: value("port", "port to listen on; 0 takes a free one", portOf, "8080"),
  workers: value("workers", "processes that serve", (given) => countOf(given, 256), "1"),
  "key-file": text("key-file", "let in who has one of these keys (dunder keygen)"),
  "tls-cert": text("tls-cert", "speak TLS, with this certificate (PEM)"),
  "tls-key": text("tls-key", "its key, where it is not in the same file"),
  "tls-client-ca": text("tls-client-ca", "let in clients with a certificate of these authorities alone"),
  "max-size": value("max-size", "largest file, as 500M or 2G", sizeOf, "1T"),
  "max-total": value("max-total", "most bytes of all files together", sizeOf, "any number"),
  "max-connections": value(
    "max-connections",
    "most connections at once",
    (given) => countOf(given, MAX_CONNECTIONS),
    "16384",
  ),
  "max-connections-per-address": value(
    "max-connections-per-address",
    "most connections of one address",
    (given) => countOf(given, MAX_CONNECTIONS),
    "any number",
  ),
  "idle-timeout": value("idle-timeout", "seconds that a connection may be idle, or none", secondsOf, "300"),
  drain: value("drain", "seconds for what is under way when the server ends, or none", secondsOf, "30"),
  "read-only": flag("give files, and take none"),
  log: { choices: LOG_FORMS, describe: "log lines on standard error", defaultDescription: "pretty, or json" },
  verbose: flag("log connections too"),
  "metrics-port": value("metrics-port", "tell OpenMetrics on this port of 127.0.0.1", portOf, "off"),
  program: {
    type: "string",
    array: true,
    requiresArg: true,
    describe:
      "run a program for peers: NAME=PATH, 'NAME=PATH ARGS', and ... as last word to let them add theirs",
  },
  "allow-shell": flag("run any line that a peer sends in /bin/sh: they do what you can"),
  "allow-anonymous": flag("run programs for peers without a key"),
  "allow-remote": flag("run programs for other machines"),
} as const;

export function serveCommand(cli: Argv): Argv {
  return cli.command(
    "serve [root]",
    "Serve the files of a folder, until SIGTERM or SIGINT",
    (y) =>
      y
        .positional("root", { type: "string", default: "files", describe: "the folder; made if need be" })
        .options(OPTIONS),
    async (given) => {
      const { root, host = "127.0.0.1", port = 8080, workers = 1 } = given;
      const { keyFile, tlsCert, tlsKey = null, tlsClientCa = null, verbose } = given;
      if (tlsCert === undefined && (tlsKey ?? tlsClientCa) !== null) {
        throw new UsageError("--tls-key and --tls-client-ca need --tls-cert");
      }
      const form = given.log ?? usualForm();
      const log = await openLog(form, verbose ? "debug" : "info");
      const server_dir = resolve(root);
      const programs = programsOf(given.program ?? [], given);
      const keys = keyFile === undefined ? null : await KeyFile.open(keyFile);
      const tls = tlsCert === undefined ? null : serverContext(tlsCert, tlsKey, tlsClientCa);
      const { own, all } = countersOf(workers);
      const handler = handlerOf({
        server_dir,
        read_only: given.readOnly,
        max_filesize: given.maxSize ?? MAX_BODY,
        max_total_size: given.maxTotal ?? null,
        idle_timeout: given.idleTimeout === undefined ? 300 : given.idleTimeout,
        authenticator: keys === null ? null : new HmacAuthenticator({ keys }),
        observer: form === "none" ? own : observers(own, logObserver(log)),
        stats: () => all.snapshot(),
        log,
        programs,
      });
      const server = serverOf(handler, {
        address: [host, port],
        workers,
        tls,
        max_connections: given.maxConnections,
        max_connections_per_address: given.maxConnectionsPerAddress ?? null,
        drain: given.drain === undefined ? 30 : given.drain,
        log,
      });
      const stop = stopOnSignal(server);
      await server.ready;
      if (cluster.isWorker) return server.serve_forever();
      const { server_address } = server;
      for (const warning of warnings(server_address[0], keys !== null, tls !== null)) {
        process.stderr.write(`dunder: warning: ${warning}\n`);
      }
      const { metricsPort } = given;
      await using metrics =
        metricsPort === undefined
          ? null
          : await opened(server, () => serveMetrics(all, { port: metricsPort }));
      const scheme = tls === null ? "dunder" : "dunders";
      console.log(`serving ${server_dir} on ${scheme}://${formatAddress(server_address)}`);
      if (metrics !== null) console.log(`metrics on http://${formatAddress(metrics.address)}/metrics`);
      await server.serve_forever();
      await stop();
    },
  );
}

/** What this process counts, and what all of them have. */
function countersOf(workers: number): { readonly own: Counters; readonly all: SnapshotSource } {
  if (workers > 1) {
    const all = new WorkerCounters();
    return { own: all.own, all };
  }
  const own = new Counters();
  return { own, all: own };
}

/** Has the first signal drain the server, and the second one end it. What is given waits for the end. */
function stopOnSignal(server: ThreadingTCPServer): () => Promise<void> {
  let signals = 0;
  let stopping: Promise<void> = Promise.resolve();
  const stop = () => {
    // The terminal tells workers too, but it is the first process that ends them.
    if (cluster.isWorker) return;
    // The second signal is from somebody who does not want to wait.
    stopping = server.shutdown(signals++ === 0 ? {} : { deadline: 0 });
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
  return async () => {
    await stopping;
    await server.server_close();
    process.off("SIGTERM", stop).off("SIGINT", stop);
  };
}

/** A server that cannot have what was asked for beside it does not start. */
async function opened<T>(server: ThreadingTCPServer, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    await server.server_close();
    throw error;
  }
}

function warnings(host: string, hasKeys: boolean, hasTls: boolean): string[] {
  if (isLoopback([host, 0])) return [];
  if (!hasKeys) return [`whoever reaches ${host} may read and write these files: add --key-file`];
  return hasTls
    ? []
    : ["without TLS, whoever is on the way can read and change what is sent: add --tls-cert"];
}
