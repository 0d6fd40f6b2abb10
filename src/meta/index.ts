// What a class can do: metaclasses and class checks.

export { Documented, documented } from "./documented.ts";
export { type ClassInfo, type InstanceOf, isinstance, issubclass } from "./isinstance.ts";
export { type ClassMembers, metaclass } from "./metaclass.ts";
export { type Namespace, Property } from "./namespace.ts";
export { NoneType } from "./native.ts";
export { Singleton, singleton } from "./singleton.ts";
export { type Metaclass, type } from "./type.ts";
