// Three projects: the tests, the decorator tests again in the legacy dialect, and the tests that ask CPython.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = fileURLToPath(new URL("./src", import.meta.url));

const resolve = {
  alias: [
    { find: /^dunder$/, replacement: `${source}/index.ts` },
    { find: /^dunder\/(protocols|meta|net)$/, replacement: `${source}/$1/index.ts` },
  ],
};

const CONFORMANCE = ["test/conformance/**/*.test.ts", "test/examples.test.ts"];

// Finalization tests collect garbage on demand.
const execArgv = ["--expose-gc"];

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve,
        test: {
          name: "standard",
          include: ["test/**/*.test.ts"],
          exclude: CONFORMANCE,
          env: { DIALECT: "standard" },
          execArgv,
        },
      },
      {
        resolve,
        // As a tsconfig with experimentalDecorators makes esbuild do; class fields define in both dialects.
        esbuild: {
          tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: true } },
        },
        test: {
          name: "legacy",
          include: ["test/**/*.decorators.test.ts"],
          env: { DIALECT: "legacy" },
          execArgv,
        },
      },
      {
        resolve,
        // Not isolated: CPython takes seconds to load, and a worker keeps it for its next file.
        test: {
          name: "conformance",
          include: CONFORMANCE,
          execArgv,
          isolate: false,
          // A run of DUNDER_FUZZ=20 has twenty times the cases.
          testTimeout: 60_000 * Math.max(1, Number(process.env.DUNDER_FUZZ ?? 1)),
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
