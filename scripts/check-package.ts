// Packs the package, installs the tarball in a fresh folder, and uses it there: types under both module resolutions,
// then at run time. `npm run check-package`.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
const REPR_LIMIT = 16_000;
const OPTIONS = {
  strict: true,
  target: "es2022",
  lib: ["es2023", "esnext.disposable"],
  // Declarations must hold by themselves, so they are checked too.
  skipLibCheck: false,
  types: ["node"],
  typeRoots: [join(ROOT, "node_modules/@types")],
};

const folder = mkdtempSync(join(tmpdir(), "dunder-consumer-"));
try {
  execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: ROOT });
  const { name, version, dependencies, exports } = JSON.parse(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  );
  write("package.json", { type: "module", private: true });
  execFileSync("npm", ["install", "--silent", `./${name}-${version}.tgz`], { cwd: folder });
  console.log(`installed ${name} ${version} and ${Object.keys(dependencies).join(", ")}`);

  copyFileSync(join(ROOT, "scripts/consumer.ts"), join(folder, "consumer.ts"));
  for (const [module, moduleResolution] of [
    ["esnext", "bundler"],
    ["nodenext", "nodenext"],
  ]) {
    write("tsconfig.json", {
      compilerOptions: { ...OPTIONS, module, moduleResolution },
      files: ["consumer.ts"],
    });
    node(TSC, "-p", folder);
    console.log(`consumer.ts compiles under moduleResolution ${moduleResolution}`);
  }
  node("consumer.js");

  node(join(folder, "node_modules/.bin", name), "--version");
  for (const path of Object.keys(exports)) {
    if (path.endsWith(".json")) continue;
    const specifier = name + path.slice(1);
    node(
      "--input-type=module",
      "-e",
      `import * as entry from ${JSON.stringify(specifier)};
      const names = Object.keys(entry);
      if (names.length === 0) throw new Error("nothing is exported");
      console.log(${JSON.stringify(specifier)}, "has", names.length, "exports");`,
    );
  }

  // Tree shaking: one function costs little, and what is left behind is nothing that another part counts on.
  const size = bundle("repr.js", 'import { repr } from "dunder/protocols"; console.log(repr([1]));');
  console.log(`a bundle with repr alone has ${size} bytes`);
  if (size > REPR_LIMIT) throw new Error(`a bundle with repr alone should have at most ${REPR_LIMIT} bytes`);
  bundle(
    "object.js",
    `import { object } from "dunder";
    if (Object.getPrototypeOf(object) === Function.prototype) throw new Error("object is no instance of type");`,
  );
  node("object.js");
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), JSON.stringify(content));
}

/** Bundles the source as a user's bundler does; answers the size in bytes. */
function bundle(outfile: string, contents: string): number {
  buildSync({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
  });
  return readFileSync(join(folder, outfile)).length;
}

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: folder, stdio: "inherit" });
}
