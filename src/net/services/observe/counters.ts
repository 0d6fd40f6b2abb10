// Counts what a service does.

import type {
  AuthenticationEvent,
  CommandEvent,
  ConnectionEvent,
  ServiceObserver,
  TransferEvent,
} from "./observer.ts";
import type { CountersSnapshot } from "./snapshot.ts";

/** How many names of one kind are told apart: a label of a metric must never be what peers make up. */
const MAX_NAMES = 100;

/** What names beyond {@link MAX_NAMES} are counted under. */
const OTHER = "other";

/** What is no command is counted under. */
const UNKNOWN = "unknown";

/** Counts by name, of a bounded number of names. */
class Tallies {
  readonly #counts = new Map<string, number>();

  add(name: string): void {
    const known = this.#counts.has(name) || this.#counts.size < MAX_NAMES ? name : OTHER;
    this.#counts.set(known, (this.#counts.get(known) ?? 0) + 1);
  }

  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/**
 * Counts connections, bytes, commands by name and result, failures by kind, authentication and transfers.
 *
 * @example
 * const counters = new Counters();
 * class Files extends FileTransferHandler {
 *   override observer = counters;
 *   override stats = () => counters.snapshot();
 * }
 */
export class Counters implements ServiceObserver {
  readonly #started = Date.now();
  #open = 0;
  #total = 0;
  #bytesIn = 0;
  #bytesOut = 0;
  #proved = 0;
  readonly #cut = new Tallies();
  readonly #failures = new Tallies();
  readonly #refused = new Tallies();
  readonly #commands = new Map<string, { readonly results: Tallies; seconds: number }>();
  readonly #transfers = { in: { files: 0, bytes: 0 }, out: { files: 0, bytes: 0 } };

  connection({ open, code }: ConnectionEvent): void {
    this.#open += open ? 1 : -1;
    if (open) this.#total++;
    else if (code !== null) this.#cut.add(code);
  }

  command({ cmd, ok, code, seconds, bytesIn, bytesOut }: CommandEvent): void {
    this.#bytesIn += bytesIn;
    this.#bytesOut += bytesOut;
    const counts = this.#countsOf(cmd ?? UNKNOWN);
    const result = ok ? "ok" : (code ?? OTHER);
    counts.results.add(result);
    counts.seconds += seconds;
    if (!ok) this.#failures.add(result);
  }

  authentication({ ok, reason }: AuthenticationEvent): void {
    if (ok) this.#proved++;
    else this.#refused.add(reason ?? OTHER);
  }

  transfer({ direction, bytes }: TransferEvent): void {
    const counts = this.#transfers[direction];
    counts.files++;
    counts.bytes += bytes;
  }

  /** What has been counted so far. */
  snapshot(): CountersSnapshot {
    const commands = [...this.#commands].map(
      ([name, { results, seconds }]) => [name, { results: results.snapshot(), seconds }] as const,
    );
    return {
      started: this.#started,
      connections: { open: this.#open, total: this.#total, cut: this.#cut.snapshot() },
      bytes: { in: this.#bytesIn, out: this.#bytesOut },
      commands: Object.fromEntries(commands),
      failures: this.#failures.snapshot(),
      authentication: { ok: this.#proved, failed: this.#refused.snapshot() },
      transfers: { in: { ...this.#transfers.in }, out: { ...this.#transfers.out } },
    };
  }

  #countsOf(cmd: string) {
    const name = this.#commands.has(cmd) || this.#commands.size < MAX_NAMES ? cmd : OTHER;
    let counts = this.#commands.get(name);
    if (counts === undefined) {
      counts = { results: new Tallies(), seconds: 0 };
      this.#commands.set(name, counts);
    }
    return counts;
  }
}
