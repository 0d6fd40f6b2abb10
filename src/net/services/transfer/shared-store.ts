// One store for all connections of a server: opened by the first, closed when the server has stopped and the last is through.

import { DirectoryStore, type DirectoryStoreOptions } from "../storage/directory-store.ts";

/** The part of a server that tells when it stops. */
interface Stopping {
  readonly stopping: AbortSignal;
}

interface Shared {
  readonly opened: Promise<DirectoryStore>;
  users: number;
}

const stores = new WeakMap<Stopping, Map<string, Shared>>();

/** A store in use; to be given back by `release`. */
export interface StoreLease {
  readonly store: DirectoryStore;
  release(): Promise<void>;
}

/** Opens a server's store of a folder, or takes the one that is open. @throws OSError, ValueError */
export async function leaseStore(
  server: Stopping,
  root: string,
  options: DirectoryStoreOptions,
): Promise<StoreLease> {
  const own = stores.get(server) ?? new Map<string, Shared>();
  stores.set(server, own);
  const shared = own.get(root) ?? begin(server, own, root, options);
  shared.users++;
  const release = async () => {
    shared.users--;
    if (server.stopping.aborted) await closeUnused(own, root, shared);
  };
  try {
    return { store: await shared.opened, release };
  } catch (error) {
    // The next connection tries again.
    own.delete(root);
    throw error;
  }
}

function begin(
  { stopping }: Stopping,
  own: Map<string, Shared>,
  root: string,
  options: DirectoryStoreOptions,
): Shared {
  const shared = { opened: DirectoryStore.open(root, options), users: 0 };
  own.set(root, shared);
  stopping.addEventListener("abort", () => void closeUnused(own, root, shared), { once: true });
  return shared;
}

async function closeUnused(own: Map<string, Shared>, root: string, shared: Shared): Promise<void> {
  if (shared.users > 0 || own.get(root) !== shared) return;
  own.delete(root);
  await (await shared.opened).close();
}
