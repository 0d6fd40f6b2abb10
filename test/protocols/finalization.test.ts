// `__del__`: its three moments, once.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it, vi } from "vitest";
import { del_, object, setUnraisableHook, type Unraisable, ValueError } from "../../src/index.ts";

const log: string[] = [];

class Resource extends object {
  readonly label: string;
  constructor(label: string) {
    super();
    this.label = label;
  }
  __del__(): void {
    log.push(this.label);
  }
}

afterEach(() => {
  log.length = 0;
});

describe("del_", () => {
  it("runs `__del__` at once", () => {
    const resource = new Resource("a");
    del_(resource);
    expect(log).toEqual(["a"]);
  });

  it("never runs it twice", () => {
    const resource = new Resource("a");
    del_(resource);
    del_(resource);
    expect(log).toEqual(["a"]);
  });

  it("has `#private` state at hand", () => {
    class Handle extends object {
      #file = "a.txt";
      __del__(): void {
        log.push(this.#file);
      }
    }
    del_(new Handle());
    expect(log).toEqual(["a.txt"]);
  });

  it("leaves objects without `__del__` alone", () => {
    expect(() => del_(new (class extends object {})())).not.toThrow();
  });

  it("reports an error inside `__del__` and does not throw it", () => {
    const reports: Unraisable[] = [];
    const previous = setUnraisableHook((report) => reports.push(report));
    try {
      class Broken extends object {
        __del__(): void {
          throw new ValueError("broken");
        }
      }
      del_(new Broken());
    } finally {
      setUnraisableHook(previous);
    }
    expect(reports[0]?.error).toEqual(new ValueError("broken"));
    expect(reports[0]?.message).toMatch(
      /^Exception ignored while calling deallocator <function .*__del__ at 0x/,
    );
  });

  it("prints the report to the standard error stream by default", () => {
    const error = vi.spyOn(console, "error").mockImplementation(() => {});
    class Broken extends object {
      __del__(): void {
        throw new ValueError("broken");
      }
    }
    del_(new Broken());
    expect(error.mock.calls[0]?.[0]).toContain("ValueError: broken");
    error.mockRestore();
  });
});

const run = (program: string): string => {
  const source = `import { object, del_ } from ${JSON.stringify(new URL("../../src/index.ts", import.meta.url).href)};
    class Resource extends object {
      constructor(label) { super(); this.label = label; }
      __del__() { console.log("del", this.label); }
    }
    ${program}`;
  const tsx = fileURLToPath(import.meta.resolve("tsx"));
  const args = ["--expose-gc", "--import", `file://${tsx}`, "--input-type=module", "-e", source];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 30_000 });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

describe("without `del_`", () => {
  it("`__del__` runs when the program ends, in the order of creation", () => {
    const out = run(
      `const kept = [new Resource("a"), new Resource("b")]; del_(kept[0]); console.log("end");`,
    );
    expect(out).toBe("del a\nend\ndel b\n");
  });

  it("`__del__` runs when the object is collected, with its attributes still there", () => {
    const out = run(`
      (() => { new Resource("gone"); })();
      const wait = () => new Promise((done) => setTimeout(done, 20));
      for (let i = 0; i < 20; i++) { await wait(); gc(); }
      console.log("end");`);
    expect(out).toBe("del gone\nend\n");
  });
});
