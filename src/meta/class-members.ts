// `setattr(cls, …)` and `delattr(cls, …)`: members of a class that change after it was made.

import { noAttribute } from "../protocols/attributes/plain-access.ts";
import { handleOf, rawOf } from "../protocols/attributes/raw.ts";
import { AttributeError } from "../protocols/errors.ts";
import type { Class } from "../protocols/lookup.ts";
import { isDunder } from "../protocols/names.ts";
import { forgetPlan } from "../protocols/object.ts";
import { subclassesOf } from "./link.ts";
import { setMember } from "./namespace.ts";
import type { type } from "./type.ts";

/** `type.__setattr__`. A special method set here is in force for the instances made from now on. */
export function setClassMember(this: type, name: string, value: unknown): void {
  const raw = rawOf(this);
  const front = handleOf(raw);
  const shadow = Object.getOwnPropertyDescriptor(front, name);
  if (front !== raw && shadow !== undefined && "value" in shadow) Reflect.deleteProperty(front, name);
  setMember(raw, name, value);
  if (isDunder(name)) renew(raw);
}

/**
 * `type.__delattr__`.
 *
 * @throws AttributeError `type object 'Foo' has no attribute 'x'`
 */
export function deleteClassMember(this: type, name: string): void {
  const raw = rawOf(this);
  const places = [handleOf(raw), raw, raw.prototype].filter((place) => Object.hasOwn(place, name));
  if (places.length === 0) throw new AttributeError(noAttribute(this, name));
  for (const place of places) Reflect.deleteProperty(place, name);
  if (isDunder(name)) renew(raw);
}

/** Has a class and its known subclasses look at their hooks again. */
function renew(cls: Class): void {
  forgetPlan(rawOf(cls));
  for (const subclass of subclassesOf(handleOf(cls))) renew(subclass);
}
