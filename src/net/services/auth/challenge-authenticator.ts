// The tutorial's challenge as the authenticator of a service.

import type { BytesLike } from "../../stream.ts";
import type { Authenticator, StreamLike } from "./authenticator.ts";
import { type ChallengeOptions, challenge, checked } from "./challenge.ts";
import { FailureLimit } from "./failure-limit.ts";

/** How a {@link ChallengeAuthenticator} works. */
export interface ChallengeAuthenticatorOptions extends ChallengeOptions {
  /** The one key that all clients share. */
  readonly key: BytesLike;
  /** What to call it where key ids are told; `"shared"` unless told. */
  readonly id?: string;
  /** Failures that an address may have; a {@link FailureLimit} of its own unless told, `null` for no limit. */
  readonly limit?: FailureLimit | null;
}

/** Authenticates by {@link challenge}, for a service whose clients speak nothing else. */
export class ChallengeAuthenticator implements Authenticator {
  // Private, so that no inspection shows the key.
  readonly #options: ChallengeAuthenticatorOptions;
  readonly #limit: FailureLimit | null;

  /** @throws ValueError for an empty key or an unknown digest */
  constructor(options: ChallengeAuthenticatorOptions) {
    checked(options.key, options);
    this.#options = options;
    this.#limit = options.limit === undefined ? new FailureLimit() : options.limit;
  }

  async authenticate(connection: StreamLike): Promise<string> {
    const { key, id = "shared" } = this.#options;
    const work = async (refuse: () => void) => {
      await challenge(connection, key, this.#options);
      // Others of this address may have failed while this one was on its way.
      refuse();
    };
    await (this.#limit === null ? work(() => {}) : this.#limit.guard(connection, work));
    return id;
  }
}
