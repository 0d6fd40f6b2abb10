// Packs the package, installs the tarball in a fresh folder, and uses it there: types under both module resolutions,
// then at run time. `npm run check-package`.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
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
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write(file: string, content: unknown): void {
  writeFileSync(join(folder, file), JSON.stringify(content));
}

function node(...args: string[]): void {
  execFileSync(process.execPath, args, { cwd: folder, stdio: "inherit" });
}
