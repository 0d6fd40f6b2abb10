// `@command`: marks the methods of a handler that a peer may call, and types their header by its schema.

import "reflect-metadata";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Namespace } from "../../meta/namespace.ts";
import { repr } from "../../protocols/text/repr.ts";
import type { JsonObject } from "../json/index.ts";
import type { CommandMethod } from "./call.ts";
import type { Part } from "./reply.ts";

/** Describes a header: a schema of any library that speaks Standard Schema (valibot, zod, arktype and others). */
export type HeaderSchema<Output = unknown> = StandardSchemaV1<unknown, Output>;

/** What {@link command} may be told. */
export interface CommandOptions {
  /**
   * What the header must be, without `cmd` and `reply`. It is checked before the method runs, which gets what the schema
   * makes of it; without one the header is passed as it came.
   */
  readonly header?: StandardSchemaV1;
  /** True for a command that may overlap with others of its kind; the replies keep the order of the requests. */
  readonly pipelined?: boolean;
}

/** A method that peers may call. */
export interface Command {
  /** The name by which peers call it. */
  readonly name: string;
  /** The name of the method. */
  readonly method: string;
  /** What it does: the method's docstring. */
  readonly doc: string;
  /** What its header must be; `null` for any. */
  readonly header: StandardSchemaV1 | null;
  /** Whether it may overlap with others of its kind. */
  readonly pipelined: boolean;
}

/** The commands of a class by their names. */
export type CommandTable = ReadonlyMap<string, Command>;

/** The header that a method gets: what its schema makes of it. */
export type HeaderOf<Options extends CommandOptions> = Options extends {
  readonly header: infer S extends StandardSchemaV1;
}
  ? StandardSchemaV1.InferOutput<S>
  : JsonObject;

// The whole of it would ask for methods without a `this` parameter.
type MethodContext = Pick<ClassMethodDecoratorContext, "kind" | "name">;

/** Says which part of a streamed command is none. */
type OnlyParts<F> = F extends (...args: never[]) => AsyncGenerator<infer Y>
  ? [Y] extends [Part]
    ? unknown
    : { readonly "an async generator of a command must yield": Part }
  : unknown;

/**
 * A decorator of command methods in both dialects; given a function alone, it marks that. A method whose first parameter
 * is not the header that the schema makes does not compile.
 */
export interface CommandDecorator<Header> {
  <F extends CommandMethod<Header>>(method: F & OnlyParts<F>, context?: MethodContext): F;
  <K extends string, P extends { readonly [name in K]: CommandMethod<Header> }>(
    prototype: P & OnlyParts<P[K]>,
    name: K,
  ): void;
  <F extends CommandMethod<Header>>(
    prototype: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<F & OnlyParts<F>>,
  ): void;
}

/** What a marked method carries. */
export type CommandMark = Pick<Command, "name" | "header" | "pipelined">;

const MARK = "dunder:command";

/**
 * Makes a method a command of its class, which must have the metaclass `CommandMeta`, as each `CommandHandler` has.
 *
 * The method's docstring (its leading string literal, or `@doc`) is what `help` says of it, and is required.
 *
 * @param name what peers call it by; the method's own name unless told
 * @throws TypeError for anything but a method, and for a header that is no schema
 * @example
 * \@metaclass(CommandMeta)
 * class Shop extends CommandHandler {
 *   \@command("buy", { header: v.object({ count: v.number() }) })
 *   buyOne({ count }: { count: number }) { "Buy some of them."; return { left: (this.left -= count) }; }
 * }
 * @example command("buy", options)(Shop.prototype, "buyOne"); // without decorator syntax, before `metaclass(CommandMeta)(Shop)`
 */
export function command<const Options extends CommandOptions = CommandOptions>(
  name?: string,
  options?: Options,
): CommandDecorator<HeaderOf<Options>> {
  if (name === "") throw new TypeError("a command needs a name");
  const header = options?.header ?? null;
  if (header !== null && typeof header["~standard"]?.validate !== "function") {
    throw new TypeError(`the header of a command must be a Standard Schema, not ${repr(header)}`);
  }
  return ((target: unknown, where?: unknown, descriptor?: PropertyDescriptor) => {
    const isMember = typeof where === "string" || typeof where === "symbol";
    const method = isMember ? (descriptor?.value ?? (target as Namespace)[where as string]) : target;
    const key = isMember ? where : (where as MethodContext | undefined)?.name;
    if (typeof method !== "function") {
      throw new TypeError(`@command needs a method, not ${repr(method)}`);
    }
    const mark: CommandMark = {
      name: name ?? String(key ?? method.name),
      header,
      pipelined: options?.pipelined ?? false,
    };
    Reflect.defineMetadata(MARK, mark, method);
    return isMember ? undefined : method;
  }) as CommandDecorator<HeaderOf<Options>>;
}

/** What {@link command} told of a method, or `undefined`. */
export function markOf(method: object): CommandMark | undefined {
  return Reflect.getOwnMetadata(MARK, method);
}
