// The other side: a worker process, which serves the requests that its server gives it.

import cluster from "node:cluster";
import type { Socket } from "node:net";
import { OSError } from "../../protocols/errors.ts";
import { type Host, serveBeside } from "./mixin.ts";
import type { ReplyTo } from "./tcp-server.ts";
import { type FromWorker, isOurs, SERVER_VARIABLE, TAG, type ToWorker } from "./worker-messages.ts";

/** Whether this process is a worker of that server. */
export function isWorkerOf(server: number): boolean {
  return cluster.isWorker && process.env[SERVER_VARIABLE] === String(server);
}

/** Serves what the server gives to this worker. */
export class WorkerSide {
  readonly #host: Host;
  readonly #calls = new Map<number, (message: ToWorker & { kind: "sent" }) => void>();
  #count = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Tells the server that this worker is there; resolves when its address is known. */
  join(): Promise<void> {
    return new Promise((resolve) => {
      process.on("message", (message: unknown, handle: unknown) => {
        if (!isOurs(message)) return;
        const order = message as ToWorker;
        if (order.kind === "bound") {
          this.#host.server_address = order.address;
          resolve();
        } else if (order.kind === "request") {
          tell({ tag: TAG, kind: "taken", number: order.number });
          void this.#serve(order, handle as Socket | undefined);
        } else if (order.kind === "sent") {
          this.#calls.get(order.call)?.(order);
          this.#calls.delete(order.call);
        } else void this.#end();
      });
      tell({ tag: TAG, kind: "ready" });
    });
  }

  async #serve(order: ToWorker & { kind: "request" }, handle: Socket | undefined): Promise<void> {
    const { number, client_address, message } = order;
    const host = this.#host;
    const packed = { ...(message === undefined ? {} : { message }), ...(handle ? { handle } : {}) };
    const request = host.unpack_request(packed, this.#reply);
    await serveBeside(host, request, client_address);
    tell({ tag: TAG, kind: "done", number });
  }

  async #end(): Promise<void> {
    await this.#host.shutdown({ deadline: null });
    process.exit(0);
  }

  readonly #reply: ReplyTo = {
    sendto: (data, address) =>
      new Promise((resolve, reject) => {
        const call = ++this.#count;
        this.#calls.set(call, ({ result }) => {
          if ("error" in result) reject(new OSError(...(result.error as [number, string])));
          else resolve(result.sent);
        });
        tell({ tag: TAG, kind: "sendto", call, data: Buffer.from(data).toString("base64"), address });
      }),
  };
}

function tell(message: FromWorker): void {
  // A server that is gone takes its workers with it.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
