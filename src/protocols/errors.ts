// Python's exception hierarchy as subclasses of `Error` (library reference, "Built-in Exceptions").

import { escapeCode } from "./text/quote.ts";
import { repr, str } from "./text/repr.ts";
import { typeName } from "./typename.ts";

const TEXT = Symbol("dunder.errorText");
const implicitCause = new WeakSet<Error>();

/**
 * The root of Python's exceptions.
 *
 * Takes any arguments, kept as `args`; `message` is what `str(error)` gives. As everywhere in JavaScript, a last
 * argument `{ cause }` names the error that led to this one (`raise … from …`).
 */
export class BaseException extends Error {
  /** The constructor's arguments, `{ cause }` left out. */
  declare readonly args: readonly unknown[];
  /** The error that was being handled when this one was raised. */
  declare __context__: unknown;
  /** What {@link BaseException.add_note} added; absent until then. */
  declare __notes__?: string[];

  constructor(...args: unknown[]) {
    const options = args.length > 1 && isErrorOptions(args.at(-1)) ? (args.pop() as ErrorOptions) : undefined;
    super(new.target[TEXT](args), options);
    hide(this, "args", args);
  }

  /** The text of an error with these arguments, which the stack's first line needs before there is an error. */
  static [TEXT](args: readonly unknown[]): string {
    if (args.length === 0) return "";
    return args.length === 1 ? str(args[0]) : `(${args.map((arg) => repr(arg)).join(", ")})`;
  }

  /** The error this one was raised from, or `null`. */
  get __cause__(): unknown {
    return implicitCause.has(this) ? null : (this.cause ?? null);
  }

  override get name(): string {
    return this.constructor.name;
  }

  __str__(): string {
    return (this.constructor as typeof BaseException)[TEXT](this.args);
  }

  /** Adds a line to `__notes__`, which tells more about an error on its way up. */
  add_note(note: string): void {
    addNote(this, note);
  }

  __repr__(): string {
    const { args } = this;
    return `${this.name}(${args.map((arg) => repr(arg)).join(", ")})`;
  }

  /** `raise Exception` and its subclasses: true for every error but those that only `BaseException` covers. */
  static [Symbol.hasInstance](value: unknown): boolean {
    if (this === BaseException) return value instanceof Error;
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

function isErrorOptions(value: unknown): value is ErrorOptions {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype &&
    Object.keys(value).length === 1 &&
    "cause" in value
  );
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
}

/**
 * Records that `error` was raised while `context` was being handled (`error.__context__`), and shows it as
 * JavaScript's `cause` where the error names none of its own; `null` says that there was none.
 */
export function setContext(error: unknown, context: unknown): void {
  if (!(error instanceof Error) || error === context) return;
  hide(error, "__context__", context);
  if (context === null) {
    if (implicitCause.delete(error)) delete error.cause;
    return;
  }
  if (error.cause !== undefined && !implicitCause.has(error)) return;
  hide(error, "cause", context);
  implicitCause.add(error);
}

/** Adds a line to the `__notes__` of any error, JavaScript's own included. */
export function addNote(error: unknown, note: string): void {
  if (typeof note !== "string") throw new TypeError(`note must be a str, not '${typeName(note)}'`);
  if (!(error instanceof Error)) return;
  const { __notes__ } = error as { __notes__?: string[] };
  if (__notes__ === undefined) hide(error, "__notes__", [note]);
  else __notes__.push(note);
}

/** The error that was being handled when `error` was raised, or `null`. */
export function getContext(error: unknown): unknown {
  return (error as { __context__?: unknown } | null)?.__context__ ?? null;
}

/** The root of ordinary errors. Every `Error` is one, JavaScript's own included, but the three below. */
export class Exception extends BaseException {
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (this === Exception) return value instanceof Error && !isExit(value);
    return Function.prototype[Symbol.hasInstance].call(this, value);
  }
}

/** The user interrupted the program. */
export class KeyboardInterrupt extends BaseException {}
/** A generator is being closed. */
export class GeneratorExit extends BaseException {}
/** The program is to end (`sys.exit`). */
export class SystemExit extends BaseException {
  /** The exit status or message that was given. */
  get code(): unknown {
    return this.args.length > 1 ? this.args : (this.args[0] ?? null);
  }
}

function isExit(error: Error): boolean {
  return error instanceof KeyboardInterrupt || error instanceof GeneratorExit || error instanceof SystemExit;
}

/** The root of arithmetic errors. */
export class ArithmeticError extends Exception {}
/** A floating-point operation failed. */
export class FloatingPointError extends ArithmeticError {}
/** A result is too large to be represented. */
export class OverflowError extends ArithmeticError {}
/** Division or modulo by zero. */
export class ZeroDivisionError extends ArithmeticError {}
/** An assertion failed. */
export class AssertionError extends Exception {}
/** An attribute cannot be read or written. */
export class AttributeError extends Exception {}
/** A buffer cannot be used as asked. */
export class BufferError extends Exception {}
/** Input ended before anything was read. */
export class EOFError extends Exception {}
/** A module or a name of it cannot be imported. */
export class ImportError extends Exception {}
/** A module is not found. */
export class ModuleNotFoundError extends ImportError {}
/** The root of errors of a key or an index. */
export class LookupError extends Exception {}
/** An index is out of range. */
export class IndexError extends LookupError {}

/** A mapping has no such key. */
export class KeyError extends LookupError {
  /** A lone key is shown by its `repr`, so that a missing `''` can be seen. */
  static override [TEXT](args: readonly unknown[]): string {
    return args.length === 1 ? repr(args[0]) : super[TEXT](args);
  }
}

/** Out of memory, and the situation may still be saved. */
export class MemoryError extends Exception {}
/** A name is not found. */
export class NameError extends Exception {}
/** A local name is used before it has a value. */
export class UnboundLocalError extends NameError {}
/** An error that fits no other class. */
export class RuntimeError extends Exception {}
/** A method that subclasses are to provide, or that is not there yet. */
export class NotImplementedError extends RuntimeError {}
/** Too deep a recursion. */
export class RecursionError extends RuntimeError {}
/** An argument of the right type and a wrong value. */
export class ValueError extends Exception {}
/** Text cannot be encoded or decoded. */
export class UnicodeError extends ValueError {}

/** A text that an encoding cannot write: `new UnicodeEncodeError(encoding, object, start, end, reason)`. */
export class UnicodeEncodeError extends UnicodeError {
  static override [TEXT](args: readonly unknown[]): string {
    const [encoding, object, start, end, reason] = args as readonly [string, string, number, number, string];
    const char = Array.from(object)[start] ?? "";
    const what =
      end - start === 1 ? `character '${escapeCode(char.codePointAt(0) ?? 0)}' in` : "characters in";
    return `'${encoding}' codec can't encode ${what} ${span(start, end)}: ${reason}`;
  }
}

/** Bytes that an encoding cannot read: `new UnicodeDecodeError(encoding, object, start, end, reason)`. */
export class UnicodeDecodeError extends UnicodeError {
  static override [TEXT](args: readonly unknown[]): string {
    const [encoding, object, start, end, reason] = args as readonly [
      string,
      Uint8Array,
      number,
      number,
      string,
    ];
    const byte = (object[start] ?? 0).toString(16).padStart(2, "0");
    const what = end - start === 1 ? `byte 0x${byte} in` : "bytes in";
    return `'${encoding}' codec can't decode ${what} ${span(start, end)}: ${reason}`;
  }
}

function span(start: number, end: number): string {
  return end - start === 1 ? `position ${start}` : `position ${start}-${end - 1}`;
}

/**
 * Ends an iteration. `value` is what a generator returned.
 *
 * It is control flow more often than a failure, so it carries no stack: that makes the end of a loop ten times cheaper.
 */
export class StopIteration extends Exception {
  constructor(...args: unknown[]) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(...args);
    Error.stackTraceLimit = limit;
  }
  get value(): unknown {
    return this.args[0] ?? null;
  }
}

/** Ends an asynchronous iteration. */
export class StopAsyncIteration extends Exception {}

/**
 * An operating system failure. `new OSError(errno, strerror, filename?)` fills the attributes of those names, and is
 * an instance of the subclass that stands for this errno (Linux's numbers), as in Python.
 */
export class OSError extends Exception {
  constructor(...args: unknown[]) {
    super(...args);
    const specific = new.target === OSError ? errnoClass(this.errno) : undefined;
    if (specific !== undefined) Object.setPrototypeOf(this, specific.prototype);
  }
  get errno(): number | null {
    return this.args.length > 1 ? (this.args[0] as number) : null;
  }
  get strerror(): string | null {
    return this.args.length > 1 ? (this.args[1] as string) : null;
  }
  get filename(): unknown {
    return this.args[2] ?? null;
  }
  static override [TEXT](args: readonly unknown[]): string {
    if (args.length < 2) return super[TEXT](args);
    const text = `[Errno ${str(args[0])}] ${str(args[1])}`;
    return args[2] == null ? text : `${text}: ${repr(args[2])}`;
  }
}

/** An operation would block, on an object set not to (`EAGAIN`, `EALREADY`, `EINPROGRESS`). */
export class BlockingIOError extends OSError {}
/** An operation on a child process failed (`ECHILD`). */
export class ChildProcessError extends OSError {}
/** The root of errors of a connection. */
export class ConnectionError extends OSError {}
/** A write to what the other side has closed (`EPIPE`, `ESHUTDOWN`). */
export class BrokenPipeError extends ConnectionError {}
/** The peer gave up a connection (`ECONNABORTED`). */
export class ConnectionAbortedError extends ConnectionError {}
/** Nobody listens there (`ECONNREFUSED`). */
export class ConnectionRefusedError extends ConnectionError {}
/** The peer reset the connection (`ECONNRESET`). */
export class ConnectionResetError extends ConnectionError {}
/** A file or folder is there already (`EEXIST`). */
export class FileExistsError extends OSError {}
/** A file or folder is not there (`ENOENT`). */
export class FileNotFoundError extends OSError {}
/** A signal interrupted a system call (`EINTR`). */
export class InterruptedError extends OSError {}
/** A file operation on a folder (`EISDIR`). */
export class IsADirectoryError extends OSError {}
/** A folder operation on something else (`ENOTDIR`). */
export class NotADirectoryError extends OSError {}
/** Not permitted (`EACCES`, `EPERM`). */
export class PermissionError extends OSError {}
/** No such process (`ESRCH`). */
export class ProcessLookupError extends OSError {}
/** A system call took too long (`ETIMEDOUT`). */
export class TimeoutError extends OSError {}

function errnoClass(errno: number | null): typeof OSError | undefined {
  switch (errno) {
    case 1: // EPERM
    case 13: // EACCES
      return PermissionError;
    case 2: // ENOENT
      return FileNotFoundError;
    case 3: // ESRCH
      return ProcessLookupError;
    case 4: // EINTR
      return InterruptedError;
    case 10: // ECHILD
      return ChildProcessError;
    case 11: // EAGAIN
    case 114: // EALREADY
    case 115: // EINPROGRESS
      return BlockingIOError;
    case 17: // EEXIST
      return FileExistsError;
    case 20: // ENOTDIR
      return NotADirectoryError;
    case 21: // EISDIR
      return IsADirectoryError;
    case 32: // EPIPE
    case 108: // ESHUTDOWN
      return BrokenPipeError;
    case 103: // ECONNABORTED
      return ConnectionAbortedError;
    case 104: // ECONNRESET
      return ConnectionResetError;
    case 110: // ETIMEDOUT
      return TimeoutError;
    case 111: // ECONNREFUSED
      return ConnectionRefusedError;
    default:
      return undefined;
  }
}
