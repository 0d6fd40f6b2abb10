// A function's signature as Python would print it, read from its source (library reference, "inspect").

import { rawOf } from "../attributes/raw.ts";
import type { Class } from "../lookup.ts";
import { floatRepr } from "../text/digits.ts";
import { repr } from "../text/repr.ts";
import {
  constructorSource,
  literalValue,
  type Parameter,
  readFunction,
  sourceText,
} from "./function-source.ts";
import type { Token } from "./source-tokens.ts";

/** The parameters in Python's notation: `a`, `b=2`, `*rest`; `undefined` where the source cannot be read. */
export function parametersOf(fn: object): string[] | undefined {
  return readFunction(sourceOf(fn))?.parameters.map(parameterText);
}

/** The parameters of a class's constructor; `undefined` where the class itself declares none. */
export function constructorParameters(cls: Class): string[] | undefined {
  return readConstructor(cls)?.parameters.map(parameterText);
}

/** The docstring in a class's constructor. */
export function constructorDoc(cls: Class): string | null {
  return readConstructor(cls)?.docstring ?? null;
}

function readConstructor(cls: Class) {
  const source = constructorSource(sourceOf(cls));
  return source === undefined ? undefined : readFunction(source, "constructor");
}

function sourceOf(fn: object): string {
  return Function.prototype.toString.call(rawOf(fn));
}

const LINE_WIDTH = 80;

/**
 * `(a, b=2)`, one parameter to a line where that is too long; `(...)` for parameters that are not known.
 *
 * @param name what stands before it on the line.
 */
export function signatureText(name: string, parameters: readonly string[] | undefined): string {
  if (parameters === undefined) return "(...)";
  const line = `(${parameters.join(", ")})`;
  if (line.length <= LINE_WIDTH - name.length || parameters.length === 0) return line;
  return `(\n${parameters.map((parameter) => `    ${parameter}`).join(",\n")}\n)`;
}

function parameterText({ name, isRest, value }: Parameter): string {
  if (isRest) return `*${name}`;
  return value === undefined ? name : `${name}=${sourceText(value.map(asPython))}`;
}

const CONSTANTS: Readonly<Record<string, string>> = {
  true: "True",
  false: "False",
  null: "None",
  undefined: "None",
};

/** A literal as `repr` shows its value; any other token as it stands. */
function asPython(token: Token): Token {
  return { ...token, text: pythonText(token) };
}

function pythonText({ kind, text }: Token): string {
  switch (kind) {
    case "string":
    case "template": {
      const value = literalValue(text);
      return value === null ? text : repr(value);
    }
    case "number":
      return numberText(text);
    case "name":
      return Object.hasOwn(CONSTANTS, text) ? (CONSTANTS[text] as string) : text;
    default:
      return text;
  }
}

function numberText(literal: string): string {
  const digits = literal.replaceAll("_", "");
  if (digits.endsWith("n")) return String(BigInt(digits.slice(0, -1)));
  const isFloat = !/^0[xob]/i.test(digits) && /[.e]/i.test(digits);
  return isFloat ? floatRepr(Number(digits)) : repr(Number(digits));
}
