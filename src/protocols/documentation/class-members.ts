// The members that a class itself defines, sorted into the kinds that Python tells apart.

import { rawOf } from "../attributes/raw.ts";
import { type Class, isClass } from "../lookup.ts";
import { isDunder } from "../names.ts";
import { constructorParameters } from "./signature.ts";

/** Python's kinds of class members, in the order and the words of `help`. */
export const MEMBER_KINDS = [
  "Methods",
  "Class methods",
  "Static methods",
  "Readonly properties",
  "Data descriptors",
  "Data and other attributes",
] as const;

/** One member of a class. */
export interface Member {
  readonly name: string;
  readonly kind: (typeof MEMBER_KINDS)[number];
  /** Whether it stands on the class and not on its prototype. */
  readonly isStatic: boolean;
  /** The function, the accessor's getter (or setter), or the data; the class itself for its constructor. */
  readonly value: unknown;
}

// JavaScript's own, and what Python's `help` leaves out.
const HIDDEN = new Set(["prototype", "length", "name", "arguments", "caller", "constructor"]);
const HIDDEN_DUNDERS = new Set([
  "__doc__",
  "__module__",
  "__qualname__",
  "__name__",
  "__slots__",
  "__dict__",
]);
const CLASS_METHODS = new Set(["__init_subclass__", "__class_getitem__", "__prepare__"]);

/** The public members that `cls` itself defines, by name. A declared constructor counts as `__init__`. */
export function membersOf(cls: Class): Member[] {
  const statics = readMembers(rawOf(cls), true);
  const data = new Set(
    statics.filter(({ kind }) => kind === "Data and other attributes").map(({ name }) => name),
  );
  // Class data may be shown on instances by an accessor, which is no member of its own.
  const own = readMembers(rawOf(cls).prototype as object, false).filter(({ name }) => !data.has(name));
  const members = [...own, ...statics];
  const declaresInit = members.some(({ name }) => name === "__init__");
  if (!declaresInit && constructorParameters(cls) !== undefined) {
    members.push({ name: "__init__", kind: "Methods", isStatic: false, value: cls });
  }
  return members.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function readMembers(place: object, isStatic: boolean): Member[] {
  const members: Member[] = [];
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(place))) {
    if (!isVisible(name)) continue;
    const { get, set, value } = descriptor;
    members.push({ name, kind: kindOf(name, descriptor, isStatic), isStatic, value: value ?? get ?? set });
  }
  return members;
}

function isVisible(name: string): boolean {
  if (isDunder(name)) return !HIDDEN_DUNDERS.has(name);
  return !name.startsWith("_") && !HIDDEN.has(name);
}

function kindOf(name: string, { get, set, value }: PropertyDescriptor, isStatic: boolean): Member["kind"] {
  if (set !== undefined) return "Data descriptors";
  if (get !== undefined) return "Readonly properties";
  if (typeof value !== "function" || isClass(value)) return "Data and other attributes";
  if (!isStatic) return "Methods";
  return CLASS_METHODS.has(name) ? "Class methods" : "Static methods";
}
