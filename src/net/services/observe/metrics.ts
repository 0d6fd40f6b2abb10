// The counters of a service for a monitoring system to fetch: an OpenMetrics endpoint.

import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Counter, Registry } from "prom-client";
import { asOSError } from "../../oserror.ts";
import type { Address } from "../../socket/address.ts";
import type { CountersSnapshot, Tally } from "./snapshot.ts";

/** Milliseconds that a client may take for its request. */
const REQUEST_TIME = 5000;

/** What counts: `Counters`, or the sum of several. */
export interface SnapshotSource {
  snapshot(): CountersSnapshot;
}

/** Where {@link serveMetrics} listens. */
export interface MetricsOptions {
  /** 127.0.0.1 unless told: the numbers are open to whoever reaches the port. */
  readonly host?: string;
  /** A free one unless told. */
  readonly port?: number;
}

/** An endpoint that is open. */
export interface MetricsServer {
  readonly address: Address;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Serves the counters as OpenMetrics text under `/metrics`. Loads `prom-client` when it is called, and not before.
 *
 * @throws OSError when the address cannot be bound
 * @example
 * await using metrics = await serveMetrics(counters, { port: 9464 });
 */
export async function serveMetrics(
  counters: SnapshotSource,
  { host = "127.0.0.1", port = 0 }: MetricsOptions = {},
): Promise<MetricsServer> {
  const registry = await registryOf(counters);
  const server = createServer((request, response) => {
    const path = request.url?.split("?")[0];
    if (path !== "/metrics") end(response, 404, "the metrics are under /metrics\n");
    else if (request.method !== "GET" && request.method !== "HEAD") end(response, 405, "GET it\n");
    else void answer(registry, response);
  });
  server.requestTimeout = server.headersTimeout = REQUEST_TIME;
  server.maxConnections = 64;
  await listening(server, host, port);
  const bound = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { address: [bound.address, bound.port], close, [Symbol.asyncDispose]: close };
}

async function answer(registry: Registry, response: ServerResponse): Promise<void> {
  try {
    response.setHeader("Content-Type", registry.contentType);
    end(response, 200, await registry.metrics());
  } catch {
    end(response, 500, "the metrics cannot be told\n");
  }
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.end(text);
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(asOSError(error, `${host}:${port}`)));
    server.listen(port, host, resolve);
  });
}

async function registryOf(counters: SnapshotSource): Promise<Registry> {
  const prom = (await import("prom-client")).default;
  const registry = new prom.Registry();
  registry.setContentType(prom.Registry.OPENMETRICS_CONTENT_TYPE as never);
  const registers = [registry];

  /** A counter whose values are taken from the snapshot whenever it is read. */
  function counter<const L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    fill: (snapshot: CountersSnapshot, add: (labels: Record<L, string>, value: number) => void) => void,
  ): void {
    new prom.Counter({
      name: `dunder_${name}_total`,
      help,
      labelNames,
      registers,
      collect(this: Counter<L>) {
        this.reset();
        fill(counters.snapshot(), (labels, value) => this.inc(labels as never, value));
      },
    });
  }

  new prom.Gauge({
    name: "dunder_connections_open",
    help: "Connections that are open",
    registers,
    collect() {
      this.set(counters.snapshot().connections.open);
    },
  });
  counter("connections", "Connections", [], ({ connections }, add) => add({}, connections.total));
  counter("connections_cut", "Connections that did not come to their own end", ["code"], (snapshot, add) =>
    each(snapshot.connections.cut, (code, count) => add({ code }, count)),
  );
  counter("bytes", "Bytes of commands and replies", ["direction"], ({ bytes }, add) => {
    add({ direction: "in" }, bytes.in);
    add({ direction: "out" }, bytes.out);
  });
  counter("commands", "Commands by how they ended", ["cmd", "result"], ({ commands }, add) => {
    for (const [cmd, { results }] of Object.entries(commands)) {
      each(results, (result, count) => add({ cmd, result }, count));
    }
  });
  counter("command_seconds", "Seconds that commands took", ["cmd"], ({ commands }, add) => {
    for (const [cmd, { seconds }] of Object.entries(commands)) add({ cmd }, seconds);
  });
  counter("authentications", "Answers to the challenge", ["result"], ({ authentication }, add) => {
    add({ result: "ok" }, authentication.ok);
    each(authentication.failed, (result, count) => add({ result }, count));
  });
  counter("transferred_files", "Files stored and sent", ["direction"], ({ transfers }, add) => {
    add({ direction: "in" }, transfers.in.files);
    add({ direction: "out" }, transfers.out.files);
  });
  counter("transferred_bytes", "Bytes of files stored and sent", ["direction"], ({ transfers }, add) => {
    add({ direction: "in" }, transfers.in.bytes);
    add({ direction: "out" }, transfers.out.bytes);
  });
  return registry;
}

function each(tally: Tally, tell: (name: string, count: number) => void): void {
  for (const [name, count] of Object.entries(tally)) tell(name, count);
}
