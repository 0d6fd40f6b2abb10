// Several observers of a service as one.

import type { ServiceObserver } from "./observer.ts";

/**
 * Tells each of `all` in turn. A method that none of them has is left out, and costs nothing then.
 *
 * @example class Files extends FileTransferHandler { override observer = observers(counters, logObserver(log)); }
 */
export function observers(...all: readonly ServiceObserver[]): ServiceObserver {
  const combined: { -readonly [K in keyof ServiceObserver]: ServiceObserver[K] } = {};
  if (all.some((one) => one.connection)) {
    combined.connection = (event) => {
      for (const one of all) one.connection?.(event);
    };
  }
  if (all.some((one) => one.command)) {
    combined.command = (event) => {
      for (const one of all) one.command?.(event);
    };
  }
  if (all.some((one) => one.authentication)) {
    combined.authentication = (event) => {
      for (const one of all) one.authentication?.(event);
    };
  }
  if (all.some((one) => one.transfer)) {
    combined.transfer = (event) => {
      for (const one of all) one.transfer?.(event);
    };
  }
  return combined;
}
