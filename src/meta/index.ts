// What a class can do: metaclasses, inheritance and class checks.

export { type Bases, bases, type Combined } from "./bases.ts";
export type { ClassKeywords } from "./creation.ts";
export { Documented, documented } from "./documented.ts";
export { eval_, exec, type GlobalNames } from "./exec.ts";
export { type ClassInfo, type InstanceOf, isinstance, issubclass } from "./isinstance.ts";
export { KeywordOnly, keywordOnly } from "./keyword-only.ts";
export type { Made } from "./made.ts";
export { type ClassMembers, metaclass } from "./metaclass.ts";
export { mro } from "./mro.ts";
export { type Namespace, Property } from "./namespace.ts";
export { NoneType } from "./native.ts";
export {
  KeyedSingleton,
  keyedSingleton,
  SharedInstance,
  Singleton,
  sharedInstance,
  singleton,
} from "./singleton.ts";
export { super_ } from "./super.ts";
export { type Metaclass, type } from "./type.ts";
export { UppercaseAttributes, uppercaseAttributes } from "./uppercase.ts";
