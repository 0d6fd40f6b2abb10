// The entry point `dunder`: what objects and classes can do. The network part is `dunder/net`.

export * from "./meta/index.ts";
export * from "./protocols/index.ts";
