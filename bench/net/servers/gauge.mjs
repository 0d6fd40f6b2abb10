// What a server that is measured tells for a line on its standard input: the longest time that its event loop stood still.

import { monitorEventLoopDelay } from "node:perf_hooks";

export function gauge() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  process.stdin.on("data", () => {
    console.log(JSON.stringify({ stall: delay.max / 1e6 }));
    delay.reset();
  });
}
