// The hash of a tuple, as CPython computes it from the hashes of the items.

import { hash } from "../comparison/hash.ts";
import { narrow } from "../numbers/numbers.ts";

const PRIME_1 = 11400714785074694791n;
const PRIME_2 = 14029467366897019727n;
const PRIME_5 = 2870177450012600261n;

/**
 * The hash of a tuple of these items (CPython's variant of xxHash).
 *
 * @throws TypeError when an item is unhashable
 */
export function hashItems(items: readonly unknown[]): number | bigint {
  let sum = PRIME_5;
  for (let i = 0; i < items.length; i++) {
    sum = BigInt.asUintN(64, sum + BigInt(hash(items[i])) * PRIME_2);
    sum = BigInt.asUintN(64, (sum << 31n) | (sum >> 33n));
    sum = BigInt.asUintN(64, sum * PRIME_1);
  }
  sum = BigInt.asUintN(64, sum + (BigInt(items.length) ^ (PRIME_5 ^ 3527539n)));
  return sum === 0xffffffffffffffffn ? 1546275796 : narrow(BigInt.asIntN(64, sum));
}
