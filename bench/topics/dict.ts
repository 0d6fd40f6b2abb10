// `dict` beside `Map`: with keys that JavaScript knows, and with tuples beside keys made by `JSON.stringify`.

import { dict, tuple } from "dunder";
import type { Comparison } from "../measure.ts";
import { objects } from "../objects.ts";

const names = objects((i) => `key ${i}`);
const others = objects((i) => `other ${i}`);
const points = objects((i) => tuple([i % 23, `row ${i >> 4}`]));
const again = objects((i) => tuple([i % 23, `row ${i >> 4}`]));

/** One operation for each of 512 keys, on a dict and on a map. */
function comparison<K>(
  name: string,
  peer: string,
  make: () => { ours: (i: number) => unknown; theirs: (i: number) => unknown; reset?: () => void },
  python: { readonly setup: string; readonly statement: string },
  atMost: number,
): Comparison {
  return {
    name: `dict: ${name}`,
    peer,
    atMost,
    setup() {
      const { ours, theirs } = make();
      return {
        ours() {
          let last: unknown;
          for (let i = 0; i < 512; i++) last = ours(i);
          return last;
        },
        theirs() {
          let last: unknown;
          for (let i = 0; i < 512; i++) last = theirs(i);
          return last;
        },
      };
    },
    python,
  };
}

function filled(): { ours: dict<string, number>; theirs: Map<string, number> } {
  const ours = dict<string, number>();
  const theirs = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    ours.set(name, i);
    theirs.set(name, i);
  }
  return { ours, theirs };
}

const STRINGS = "names = [f'key {i}' for i in range(N)]; d = dict.fromkeys(names, 1)";
const TUPLES =
  "points = [(i % 23, f'row {i >> 4}') for i in range(N)]; again = [(i % 23, f'row {i >> 4}') for i in range(N)]; d = dict.fromkeys(points, 1)";

export const comparisons: readonly Comparison[] = [
  comparison(
    "get, string keys",
    "Map",
    () => {
      const { ours, theirs } = filled();
      return { ours: (i) => ours.get(names[i]!), theirs: (i) => theirs.get(names[i]!) };
    },
    { setup: STRINGS, statement: "for name in names: d.get(name)" },
    2,
  ),
  comparison(
    "get of a missing string",
    "Map",
    () => {
      const { ours, theirs } = filled();
      return { ours: (i) => ours.get(others[i]!, 0), theirs: (i) => theirs.get(others[i]!) ?? 0 };
    },
    {
      setup: `${STRINGS}; others = [f'other {i}' for i in range(N)]`,
      statement: "for name in others: d.get(name, 0)",
    },
    2,
  ),
  comparison(
    "set of an existing string",
    "Map",
    () => {
      const { ours, theirs } = filled();
      return { ours: (i) => ours.set(names[i]!, i), theirs: (i) => theirs.set(names[i]!, i) };
    },
    { setup: STRINGS, statement: "for name in names: d[name] = 1" },
    2,
  ),
  comparison(
    "set and delete a new string",
    "Map",
    () => {
      const { ours, theirs } = filled();
      return {
        ours: (i) => ours.set(others[i]!, i) && ours.delete(others[i]!),
        theirs: (i) => theirs.set(others[i]!, i) && theirs.delete(others[i]!),
      };
    },
    {
      setup: `${STRINGS}; others = [f'other {i}' for i in range(N)]`,
      statement: "for name in others: d[name] = 1; del d[name]",
    },
    2,
  ),
  comparison(
    "fill a new one, string keys",
    "Map",
    () => {
      let ours = dict<string, number>();
      let theirs = new Map<string, number>();
      return {
        ours(i) {
          if (i === 0) ours = dict();
          return ours.set(names[i]!, i);
        },
        theirs(i) {
          if (i === 0) theirs = new Map();
          return theirs.set(names[i]!, i);
        },
      };
    },
    { setup: STRINGS, statement: "d = {}\nfor name in names: d[name] = 1" },
    2,
  ),
  comparison(
    "get, number keys",
    "Map",
    () => {
      const ours = dict<number, number>();
      const theirs = new Map<number, number>();
      for (let i = 0; i < 512; i++) {
        ours.set(i * 7, i);
        theirs.set(i * 7, i);
      }
      return { ours: (i) => ours.get(i * 7), theirs: (i) => theirs.get(i * 7) };
    },
    { setup: "d = {i * 7: i for i in range(N)}", statement: "for i in range(N): d.get(i * 7)" },
    2,
  ),
  comparison(
    "get, tuple keys",
    "Map by JSON.stringify",
    () => {
      const ours = dict<tuple<[number, string]>, number>();
      const theirs = new Map<string, number>();
      for (const [i, point] of points.entries()) {
        ours.set(point, i);
        theirs.set(JSON.stringify(point), i);
      }
      return { ours: (i) => ours.get(again[i]!), theirs: (i) => theirs.get(JSON.stringify(again[i])) };
    },
    { setup: TUPLES, statement: "for point in again: d.get(point)" },
    1,
  ),
  comparison(
    "fill a new one, tuple keys",
    "Map by JSON.stringify",
    () => {
      let ours = dict<tuple<[number, string]>, number>();
      let theirs = new Map<string, number>();
      return {
        ours(i) {
          if (i === 0) ours = dict();
          return ours.set(points[i]!, i);
        },
        theirs(i) {
          if (i === 0) theirs = new Map();
          return theirs.set(JSON.stringify(points[i]), i);
        },
      };
    },
    { setup: TUPLES, statement: "d = {}\nfor point in points: d[point] = 1" },
    1,
  ),
];
