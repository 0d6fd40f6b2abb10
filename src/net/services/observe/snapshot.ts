// What the counters of a service say at a moment: plain data, which other processes can be sent and which adds up.

/** How often something happened, by a name. */
export type Tally = Readonly<Record<string, number>>;

/** What is known of one command. */
export interface CommandCounts {
  /** How often it came to its end, by how it ended: `ok`, or the code of its failure. */
  readonly results: Tally;
  /** Seconds that they took together. */
  readonly seconds: number;
}

/** Files that went one way. */
export interface TransferCounts {
  readonly files: number;
  readonly bytes: number;
}

/** All that is counted. The sum of those of several processes is {@link sumOf} them. */
export interface CountersSnapshot {
  /** Milliseconds since the epoch at which the counting began. */
  readonly started: number;
  /** `cut`: those that did not come to their own end, by the reason. */
  readonly connections: { readonly open: number; readonly total: number; readonly cut: Tally };
  /** Bytes of the commands' frames and of their replies. */
  readonly bytes: { readonly in: number; readonly out: number };
  /** By the names of the commands; what is no command is under `unknown`. */
  readonly commands: Readonly<Record<string, CommandCounts>>;
  /** Commands that failed, by the code. */
  readonly failures: Tally;
  /** `failed`: by what was wrong. */
  readonly authentication: { readonly ok: number; readonly failed: Tally };
  readonly transfers: { readonly in: TransferCounts; readonly out: TransferCounts };
}

/** Nothing has happened yet. */
export function emptySnapshot(started = Date.now()): CountersSnapshot {
  return {
    started,
    connections: { open: 0, total: 0, cut: {} },
    bytes: { in: 0, out: 0 },
    commands: {},
    failures: {},
    authentication: { ok: 0, failed: {} },
    transfers: { in: { files: 0, bytes: 0 }, out: { files: 0, bytes: 0 } },
  };
}

/** The snapshots of several processes as one. */
export function sumOf(snapshots: readonly CountersSnapshot[]): CountersSnapshot {
  return snapshots.reduce(added, emptySnapshot(Math.min(Date.now(), ...snapshots.map((s) => s.started))));
}

function added(a: CountersSnapshot, b: CountersSnapshot): CountersSnapshot {
  return {
    started: Math.min(a.started, b.started),
    connections: {
      open: a.connections.open + b.connections.open,
      total: a.connections.total + b.connections.total,
      cut: addedTallies(a.connections.cut, b.connections.cut),
    },
    bytes: { in: a.bytes.in + b.bytes.in, out: a.bytes.out + b.bytes.out },
    commands: merged(a.commands, b.commands, (one, other) => ({
      results: addedTallies(one.results, other.results),
      seconds: one.seconds + other.seconds,
    })),
    failures: addedTallies(a.failures, b.failures),
    authentication: {
      ok: a.authentication.ok + b.authentication.ok,
      failed: addedTallies(a.authentication.failed, b.authentication.failed),
    },
    transfers: {
      in: addedTransfers(a.transfers.in, b.transfers.in),
      out: addedTransfers(a.transfers.out, b.transfers.out),
    },
  };
}

function addedTransfers(a: TransferCounts, b: TransferCounts): TransferCounts {
  return { files: a.files + b.files, bytes: a.bytes + b.bytes };
}

function addedTallies(a: Tally, b: Tally): Tally {
  return merged(a, b, (one, other) => one + other);
}

function merged<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  add: (one: T, other: T) => T,
): Record<string, T> {
  const all = new Map(Object.entries(a));
  for (const [name, value] of Object.entries(b)) {
    const there = all.get(name);
    all.set(name, there === undefined ? value : add(there, value));
  }
  return Object.fromEntries(all);
}
