// The namespace `contextlib`: tools for context managers.

export { AbstractAsyncContextManager, AbstractContextManager } from "./abstract.ts";
export { type AsyncExitFunction, AsyncExitStack } from "./async-exit-stack.ts";
export { type AsyncGeneratorContextManager, asynccontextmanager } from "./async-generator-manager.ts";
export { AsyncContextDecorator, ContextDecorator, type Decorating } from "./decorator.ts";
export { type ExitFunction, ExitStack } from "./exit-stack.ts";
export { contextmanager, type GeneratorContextManager } from "./generator-manager.ts";
export { aclosing, closing, nullcontext, suppress } from "./managers.ts";
