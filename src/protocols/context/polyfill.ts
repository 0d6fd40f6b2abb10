// `Symbol.dispose` and `Symbol.asyncDispose`, which `using` needs, for engines that do not have them yet.

function ensureSymbol(name: "dispose" | "asyncDispose"): void {
  if (Symbol[name] !== undefined) return;
  // The very symbol that esbuild's helper falls back to, in case it ran first.
  Object.defineProperty(Symbol, name, { value: Symbol.for(`Symbol.${name}`) });
}

ensureSymbol("dispose");
ensureSymbol("asyncDispose");

/** The key under which `using` looks for a clean-up. */
export const DISPOSE: typeof Symbol.dispose = Symbol.dispose;

/** The key under which `await using` looks for a clean-up first. */
export const ASYNC_DISPOSE: typeof Symbol.asyncDispose = Symbol.asyncDispose;
