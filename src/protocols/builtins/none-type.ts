// `NoneType`: the type of `None`, which `null` and `undefined` are.

import { asClass, type Instances } from "../builtin-class.ts";

/** The type of {@link NoneType}. */
export type NoneTypeConstructor = (() => null) &
  (abstract new (
    ...args: never[]
  ) => object) &
  Instances<null | undefined>;

class None {
  static readonly __module__: string = "builtins";
  static get name(): string {
    return "NoneType";
  }
}

function construct(this: unknown, ...args: unknown[]): null {
  if (new.target === construct) throw new TypeError("call NoneType without 'new': None is no object");
  if (new.target !== undefined) throw new TypeError("type 'NoneType' is not an acceptable base type");
  if (args.length > 0) throw new TypeError("NoneType takes no arguments");
  return null;
}

/** The type of `None`: `isinstance(null, NoneType)`. A call gives `null`, its one instance. */
export const NoneType: NoneTypeConstructor = asClass(construct, None, (value) => value == null) as never;
