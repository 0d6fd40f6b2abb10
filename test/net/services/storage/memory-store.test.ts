// The contract does not need a disk.

import { MemoryStore } from "../../support/memory-store.ts";
import { blobStoreContract } from "./contract.ts";

blobStoreContract("MemoryStore", async () => new MemoryStore());
