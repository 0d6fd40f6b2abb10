// `frozenset`: an immutable set, which can be a key (library reference, "Set Types").

import { asClass, define, type Instances } from "../builtin-class.ts";
import { hash } from "../comparison/hash.ts";
import { AttributeError } from "../errors.ts";
import type { IterableLike, Iterated } from "../iteration/iteration-types.ts";
import { narrow } from "../numbers/numbers.ts";
import { atMostOne, refuseKeywords } from "./arguments.ts";
import { registerValueType } from "./quick-hash.ts";
import type { AnySet, Shared } from "./set.ts";
import { FROZEN, putAll, SetMethods } from "./set-methods.ts";
import { elementsOf, type Store } from "./set-store.ts";
import { instanceOf } from "./subclass.ts";

/** An immutable set: a `ReadonlySet` to JavaScript, with Python's methods. */
export interface frozenset<T = unknown> extends Omit<ReadonlySet<T>, Shared>, AnySet<T, frozenset<T>> {
  __hash__(): number | bigint;
}

/** The type of {@link frozenset}, callable with and without `new`. */
export interface FrozensetConstructor extends Instances<frozenset> {
  new <T = unknown>(elements?: Iterable<T>): frozenset<T>;
  <T = never>(): frozenset<T>;
  <C>(iterable: IterableLike<C>): frozenset<Iterated<C>>;
  readonly prototype: frozenset;
}

class FrozenSet extends SetMethods {
  static override readonly __module__: string = "builtins";
  static get name(): string {
    return "frozenset";
  }

  protected override fresh(): Store {
    return new FrozenSet();
  }

  // JavaScript's own methods to change a set.
  override add(_element: unknown): never {
    throw noMethod("add");
  }
  override delete(_element: unknown): never {
    throw noMethod("delete");
  }
  override clear(): never {
    throw noMethod("clear");
  }

  __hash__(): number | bigint {
    return hashElements(this);
  }
}

function noMethod(name: string): AttributeError {
  return new AttributeError(`'frozenset' object has no attribute '${name}'`);
}

define(FrozenSet.prototype, FROZEN, true);
registerValueType("frozenset", FrozenSet.prototype);

/** As CPython computes it: the same in whatever order the elements come. */
function hashElements(set: Set<unknown>): number | bigint {
  let sum = 0n;
  for (const element of elementsOf(set)) sum ^= shuffled(BigInt(hash(element)));
  sum ^= word((BigInt(set.size) + 1n) * 1927868237n);
  sum ^= (sum >> 11n) ^ (sum >> 25n);
  sum = word(sum * 69069n + 907133923n);
  return sum === word(-1n) ? 590923713 : narrow(BigInt.asIntN(64, sum));
}

function shuffled(hashed: bigint): bigint {
  const h = word(hashed);
  return word((h ^ 89869747n ^ word(h << 16n)) * 3644798167n);
}

function word(n: bigint): bigint {
  return BigInt.asUintN(64, n);
}

function construct(this: unknown, ...args: unknown[]): object {
  refuseKeywords("frozenset", args.at(-1));
  atMostOne("frozenset", args.length);
  const [source] = args;
  const isExact = new.target === undefined || new.target === construct;
  const isSame = Object.getPrototypeOf(source ?? 0) === FrozenSet.prototype;
  if (isExact && isSame) return source as object;
  const made: Store = isExact
    ? new FrozenSet()
    : (instanceOf(new Set(), new.target, FrozenSet.prototype) as Store);
  if (args.length > 0) putAll(made, source);
  return made;
}

/**
 * `frozenset(iterable)`: an immutable set of the items, which can be a key of a dict and an element of a set.
 *
 * @throws TypeError `'int' object is not iterable`, `cannot use 'list' as a set element (unhashable type: 'list')`
 */
export const frozenset: FrozensetConstructor = asClass(construct, FrozenSet) as never;
