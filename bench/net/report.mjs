// Lets a server under measurement tell its memory: it prints a line of JSON for each line on its standard input.

/** Called by each server, lest a bundler leaves this module out. */
export function reportMemory() {
  process.stdin.unref?.();
  process.stdin.on("data", () => {
    globalThis.gc?.();
    setTimeout(() => {
      globalThis.gc?.();
      const { rss, heapUsed, external } = process.memoryUsage();
      console.log(JSON.stringify({ rss, heapUsed, external }));
    }, 300);
  });
}
