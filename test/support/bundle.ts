// The examples as plain JavaScript, built once: a process then starts without a compiler.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { type Example, partsOf } from "../../examples/programs.ts";
import type { Language } from "../../examples/running.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How to run the examples' TypeScript, and how to remove what was built for it. */
export async function bundled(
  examples: readonly Example[],
): Promise<{ language: Language; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), "examples-"));
  await build({
    absWorkingDir: ROOT,
    tsconfig: join(ROOT, "tsconfig.json"),
    entryPoints: examples.flatMap(partsOf).map(({ path }) => path),
    outbase: ROOT,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // Decorators are beyond it, and so are lowered.
    target: "es2022",
    keepNames: true,
    logLevel: "error",
  });
  const built = (path: string): string => join(folder, relative(ROOT, path).replace(/\.ts$/, ".mjs"));
  return {
    language: ({ path }) => [process.execPath, built(path)],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
