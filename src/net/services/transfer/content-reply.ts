// The way of a file from a store to a connection.

import type { CommandCall } from "../../dispatch/call.ts";
import { Reply } from "../../dispatch/reply.ts";
import type { ServiceObserver } from "../observe/observer.ts";
import type { BlobContent } from "../storage/blob-store.ts";

/** The reply that gives what is read of a file; the observer is told when all of it has been. */
export function contentReply(
  { observer }: { readonly observer: ServiceObserver },
  filename: string,
  content: BlobContent,
  { client_address: address, key }: CommandCall,
): Reply {
  const { size, offset, length, modified } = content;
  const start = performance.now();
  const body = {
    async *[Symbol.asyncIterator]() {
      yield* content;
      const seconds = (performance.now() - start) / 1000;
      observer.transfer?.({ direction: "out", filename, bytes: length, seconds, address, key });
    },
    close: () => content.close(),
  };
  return new Reply({ filename, filesize: size, offset, modified }, body, length);
}
