// What a command line may hold: sizes, seconds, ports and counts, each with an error that says what was expected.

/** A command line that makes no sense. */
export class UsageError extends Error {}

const UNITS: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
  T: 2 ** 40,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
  TIB: 2 ** 40,
};

/** Bytes: `500`, `10M` and `10MiB` (of 1,048,576), `10MB` (of 1,000,000). */
export function sizeOf(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text) ?? [];
  const factor = UNITS[unit?.toUpperCase() ?? "none"];
  const size = Math.floor(Number(digits) * (factor ?? Number.NaN));
  if (!Number.isSafeInteger(size)) throw new UsageError(`expected a size as 500, 10M or 2GiB, got '${text}'`);
  return size;
}

/** Seconds; `none` for any number of them. */
export function secondsOf(text: string): number | null {
  if (text === "none") return null;
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  // The longest time that one of Node's timers can wait.
  if (!(seconds * 1000 < 2 ** 31)) throw new UsageError(`expected seconds or 'none', got '${text}'`);
  return seconds;
}

/** A port of TCP or UDP. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new UsageError(`expected a port from 0 to 65535, got '${text}'`);
  return port;
}

/** How many: from 1 to `most`. */
export function countOf(text: string, most: number): number {
  const count = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(count >= 1 && count <= most)) {
    throw new UsageError(`expected a number from 1 to ${most}, got '${text}'`);
  }
  return count;
}
