// The topics that can be explored: the test files, which read as lessons.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Topic {
  /** `iteration`, `builtins/list`: the file's path in its layer. */
  readonly name: string;
  /** `protocols`, `meta` or `net`. */
  readonly layer: string;
  /** What the file says of itself. */
  readonly title: string;
  readonly files: readonly string[];
}

const LAYERS = ["protocols", "meta", "net"];
const SUFFIX = /(\.decorators)?\.test\.ts$/;

/** All topics under a folder of tests, by layer and name. */
export function topicsOf(folder: string): Topic[] {
  return LAYERS.flatMap((layer) => {
    const names = new Map<string, string[]>();
    const root = join(folder, layer);
    const found = existsSync(root) ? readdirSync(root, { recursive: true, encoding: "utf8" }) : [];
    for (const path of found.sort()) {
      if (!SUFFIX.test(path)) continue;
      const name = path.replace(SUFFIX, "").replaceAll("\\", "/");
      names.set(name, [...(names.get(name) ?? []), join(root, path)]);
    }
    return Array.from(names, ([name, files]) => ({ name, layer, files, title: titleOf(files[0]!) }));
  });
}

function titleOf(file: string): string {
  return /^\/\/ (.*)/.exec(readFileSync(file, "utf8"))?.[1] ?? "";
}

/** The topics that a word means: by whole name, by the last part of it, or all of a folder or layer. */
export function topicsFor(word: string, topics: readonly Topic[]): Topic[] {
  const wanted = word.toLowerCase().replace(/\/$/, "");
  const tests: ((topic: Topic) => boolean)[] = [
    ({ name }) => name === wanted,
    ({ name, layer }) => `${layer}/${name}` === wanted || name.split("/").at(-1) === wanted,
    ({ name, layer }) => layer === wanted || `${layer}/${name}/`.includes(`/${wanted}/`),
  ];
  for (const test of tests) {
    const found = topics.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

/** The names of the topics, those most like `word` first. */
export function nearest(word: string, topics: readonly Topic[]): string[] {
  const scored = topics.map(({ name }) => ({ name, far: distance(word, name.split("/").at(-1)!) }));
  return scored.sort((a, b) => a.far - b.far).map(({ name }) => name);
}

/** How many letters must be put in, taken out or changed to make `b` of `a`. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, changed));
    }
    row = next;
  }
  return row[b.length]!;
}
