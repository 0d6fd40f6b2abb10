// The counters of a server with worker processes: each of them counts, and each knows the sum.

import cluster, { type Worker } from "node:cluster";
import { Counters } from "./counters.ts";
import type { SnapshotSource } from "./metrics.ts";
import { type CountersSnapshot, emptySnapshot, sumOf } from "./snapshot.ts";

/** Marks the messages that are ours among those of the program. */
const TAG = "dunder.counters";

/** Milliseconds between two reports: that old the numbers of the other processes are at most, twice. */
const INTERVAL = 100;

interface Report {
  readonly tag: typeof TAG;
  readonly snapshot: CountersSnapshot;
}

function isReport(message: unknown): message is Report {
  return typeof message === "object" && message !== null && (message as { tag?: unknown }).tag === TAG;
}

/**
 * Counters of a program that `ForkingMixIn` (or `node:cluster`) runs in several processes. `own` is to be the observer;
 * `snapshot` is the sum of all processes, those that have ended included.
 *
 * @example
 * const counters = new WorkerCounters();
 * class Files extends FileTransferHandler { override observer = counters.own; }
 */
export class WorkerCounters implements SnapshotSource {
  readonly own: Counters = new Counters();
  /** In a worker: what all other processes have counted. */
  #others: CountersSnapshot = emptySnapshot();
  /** In the first process: what each worker has counted, by its id. */
  readonly #workers = new Map<number, CountersSnapshot>();
  #ended: CountersSnapshot = emptySnapshot();
  #last = "";

  constructor() {
    if (cluster.isPrimary) this.#listen();
    else this.#report();
  }

  snapshot(): CountersSnapshot {
    const workers = cluster.isPrimary ? [this.#ended, ...this.#workers.values()] : [this.#others];
    return sumOf([this.own.snapshot(), ...workers]);
  }

  #listen(): void {
    cluster.on("message", (worker, message: unknown) => {
      if (isReport(message)) this.#workers.set(worker.id, message.snapshot);
    });
    cluster.on("exit", (worker: Worker) => {
      const last = this.#workers.get(worker.id);
      if (last === undefined) return;
      this.#workers.delete(worker.id);
      // Its connections have ended with it.
      const ended = { ...last, connections: { ...last.connections, open: 0 } };
      this.#ended = sumOf([this.#ended, ended]);
    });
    setInterval(() => this.#tellWorkers(), INTERVAL).unref();
  }

  #tellWorkers(): void {
    const all = this.own.snapshot();
    for (const [id, worker] of Object.entries(cluster.workers ?? {})) {
      const others = [...this.#workers].filter(([other]) => other !== Number(id)).map(([, one]) => one);
      if (!worker?.isConnected()) continue;
      worker.send({ tag: TAG, snapshot: sumOf([all, this.#ended, ...others]) } satisfies Report, () => {});
    }
  }

  #report(): void {
    process.on("message", (message: unknown) => {
      if (isReport(message)) this.#others = message.snapshot;
    });
    setInterval(() => this.#tellPrimary(), INTERVAL).unref();
    process.on("exit", () => this.#tellPrimary());
  }

  #tellPrimary(): void {
    const snapshot = this.own.snapshot();
    const text = JSON.stringify(snapshot);
    if (text === this.#last || !process.connected) return;
    this.#last = text;
    process.send?.({ tag: TAG, snapshot } satisfies Report, undefined, undefined, () => {});
  }
}
