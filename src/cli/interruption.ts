// Ctrl-C for the commands that are clients: the first one ends them in order, the second one at once.

/** The exit code of a command that was interrupted: 128 and the number of SIGINT, as shells have it. */
export const INTERRUPTED = 130;

const controller = new AbortController();

/** Aborted by the first SIGINT after {@link interruptible}. */
export const interruption: AbortSignal = controller.signal;

/** Has SIGINT abort what is under way, for a command that listens to the signal. */
export function interruptible(): AbortSignal {
  process.on("SIGINT", () => {
    if (interruption.aborted) process.exit(INTERRUPTED);
    controller.abort();
  });
  return interruption;
}
