// The layout: one direction, no circles, and nothing of Node outside `net`.

import { createContext, runInContext } from "node:vm";
import { build, type Metafile } from "esbuild";
import { expect, test } from "vitest";

const PORTABLE = ["src/index.ts", "src/protocols/index.ts", "src/meta/index.ts"];

async function bundle(entry: string, platform: "browser" | "node"): Promise<{ code: string; graph: Graph }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    platform,
    format: "iife",
    globalName: "dunder",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  return { code: outputFiles[0]!.text, graph: graphOf(metafile) };
}

/** From each module of `src/` to the modules that it imports. Imports of types alone are not in it. */
type Graph = ReadonlyMap<string, readonly string[]>;

function graphOf({ inputs }: Metafile): Graph {
  return new Map(
    Object.entries(inputs).map(([path, { imports }]) => [path, imports.map((imported) => imported.path)]),
  );
}

/** One circle of imports, or `null`. */
function circle(graph: Graph): readonly string[] | null {
  const done = new Set<string>();
  function visit(path: string, trail: readonly string[]): readonly string[] | null {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    done.add(path);
    for (const imported of graph.get(path) ?? []) {
      const found = visit(imported, [...trail, path]);
      if (found !== null) return found;
    }
    return null;
  }
  for (const path of graph.keys()) {
    const found = visit(path, []);
    if (found !== null) return found;
  }
  return null;
}

test.for(PORTABLE)("%s bundles for browsers: it reaches no `node:` module", async (entry) => {
  await expect(bundle(entry, "browser")).resolves.toBeDefined();
});

test.for(PORTABLE)("%s loads where there is nothing but JavaScript itself", async (entry) => {
  const { code } = await bundle(entry, "browser");
  const loaded = runInContext(`${code}; Object.keys(dunder).length`, createContext({}));
  expect(loaded).toBeGreaterThan(0);
});

test("protocols import nothing of meta or net, and meta nothing of net", async () => {
  const { graph } = await bundle("src/meta/index.ts", "browser");
  const wrong = [...graph].flatMap(([path, imports]) =>
    imports
      .filter(
        (to) =>
          to.startsWith("src/net/") || (path.startsWith("src/protocols/") && to.startsWith("src/meta/")),
      )
      .map((to) => `${path} -> ${to}`),
  );
  expect(wrong).toEqual([]);
});

test.for([...PORTABLE, "src/net/index.ts"])("%s has no circle of imports", async (entry) => {
  const { graph } = await bundle(entry, "node");
  expect(circle(graph)).toBeNull();
});
