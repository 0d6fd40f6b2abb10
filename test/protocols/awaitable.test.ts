// `__await__`: objects that `await` waits for.
import { describe, expect, it } from "vitest";
import { object, StopIteration } from "../../src/index.ts";

describe("`__await__`", () => {
  it("may be a generator: what it yields is awaited, what it returns is the result", async () => {
    class Sum extends object {
      declare then: PromiseLike<number>["then"];
      *__await__(): Generator<unknown, number, number> {
        const a = yield Promise.resolve(1);
        const b = yield 2;
        return a + b;
      }
    }
    expect(await new Sum()).toBe(3);
  });

  it("may give a promise", async () => {
    class Later extends object {
      declare then: PromiseLike<string>["then"];
      async __await__(): Promise<string> {
        return "later";
      }
    }
    expect(await new Later()).toBe("later");
  });

  it("may give a Python iterator", async () => {
    class Steps extends object {
      left = 2;
      __next__(): number {
        if (this.left-- === 0) throw new StopIteration("done");
        return this.left;
      }
    }
    class Work extends object {
      declare then: PromiseLike<unknown>["then"];
      __await__(): Steps {
        return new Steps();
      }
    }
    expect(await new Work()).toBe("done");
  });

  it("passes errors on, and names a wrong result in CPython's words", async () => {
    class Failing extends object {
      declare then: PromiseLike<unknown>["then"];
      *__await__(): Generator<unknown> {
        yield Promise.reject(new RangeError("failed"));
      }
    }
    class Wrong extends object {
      declare then: PromiseLike<unknown>["then"];
      __await__(): unknown {
        return 5;
      }
    }
    await expect(new Failing()).rejects.toThrow("failed");
    await expect(new Wrong()).rejects.toThrow("__await__() returned non-iterator of type 'int'");
  });

  it("makes no thenable of a class that does not have it", async () => {
    const plain = new (class extends object {})();
    expect("then" in plain).toBe(false);
    expect(await plain).toBe(plain);
  });
});
