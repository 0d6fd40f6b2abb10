// Telling how far a transfer is, not more often than anybody looks.

/** How far a transfer is. */
export interface Progress {
  /** The file's name on the server. */
  readonly name: string;
  /** Bytes that were transferred, those of a resumed part included. */
  readonly sent: number;
  /** Bytes of the file. */
  readonly total: number;
}

/** Told how far a transfer is. */
export type OnProgress = (progress: Progress) => void;

/** Milliseconds between two calls. */
const EVERY = 100;

/** Calls `onProgress` for the first bytes, then at most ten times a second, and for the last ones. */
export function throttled(
  onProgress: OnProgress | undefined,
  name: string,
  total: number,
): (sent: number) => void {
  if (onProgress === undefined) return () => {};
  let last = Number.NEGATIVE_INFINITY;
  return (sent) => {
    const now = performance.now();
    if (sent < total && now - last < EVERY) return;
    last = now;
    onProgress({ name, sent, total });
  };
}
