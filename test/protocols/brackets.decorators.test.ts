// Brackets, `in` and `delete` for classes that opt in. Runs under both decorator dialects.
import { describe, expect, it } from "vitest";
import {
  contains,
  delattr,
  getattr,
  getitem,
  KeyError,
  object,
  repr,
  setattr,
  subscriptable,
} from "../../src/index.ts";

@subscriptable("books")
class Shelf extends object {
  readonly books = new Map<unknown, string>();
  #owner = "egon";
  [key: string]: unknown;
  __getitem__(key: unknown): string {
    const book = this.books.get(key);
    if (book === undefined) throw new KeyError(key);
    return book;
  }
  __setitem__(key: unknown, book: string): void {
    this.books.set(key, book);
  }
  __delitem__(key: unknown): void {
    if (!this.books.delete(key)) throw new KeyError(key);
  }
  __contains__(key: unknown): boolean {
    return this.books.has(key);
  }
  owner(): string {
    return this.#owner;
  }
}

describe("a class with `@subscriptable`", () => {
  it("answers `obj[key]` by `__getitem__`, with integers as numbers", () => {
    const shelf = new Shelf();
    shelf["title"] = "Dune";
    shelf[0] = "first";
    shelf[-1] = "last";
    expect([...shelf.books.keys()]).toEqual(["title", 0, -1]);
    expect([shelf["title"], shelf[0], shelf[-1]]).toEqual(["Dune", "first", "last"]);
    expect(() => shelf["none"]).toThrow(new KeyError("none"));
  });

  it("keeps strings that only look like numbers", () => {
    const shelf = new Shelf();
    shelf["007"] = "Bond";
    shelf["1.5"] = "half";
    expect([...shelf.books.keys()]).toEqual(["007", "1.5"]);
  });

  it("answers `in` and `delete`", () => {
    const shelf = new Shelf();
    shelf[3] = "third";
    expect([3 in shelf, 4 in shelf, contains(shelf, 3)]).toEqual([true, false, true]);
    delete shelf[3];
    expect(3 in shelf).toBe(false);
    expect(() => delete shelf[3]).toThrow(new KeyError(3));
  });

  it("keeps fields and methods as attributes, whatever is written to them", () => {
    const shelf = new Shelf();
    expect(shelf.books.size).toBe(0);
    expect(shelf.owner()).toBe("egon");
    setattr(shelf, "books", new Map([["a", "b"]]));
    expect([shelf["a"], Object.keys(shelf)]).toEqual(["b", ["books"]]);
  });

  it("leaves `getattr`, `setattr` and `delattr` to attributes, and `getitem` to items", () => {
    const shelf = new Shelf();
    setattr(shelf, "note", 1);
    expect(getattr(shelf as object, "note" as never)).toBe(1);
    expect(() => getitem(shelf, "note")).toThrow(KeyError);
    delattr(shelf, "note");
    expect(repr(shelf.__dict__)).toBe("{'books': {}}");
  });

  it("does not misfire when tools look at it", async () => {
    const shelf = new Shelf();
    expect(await shelf).toBe(shelf);
    expect(JSON.stringify(shelf)).toBe('{"books":{}}');
    expect(`${shelf}`).toMatch(/Shelf object at/);
  });

  it("needs no names where fields are defined, as the language has it", () => {
    const Bag = subscriptable(
      class Bag extends object {
        constructor() {
          super();
          Object.defineProperty(this, "items", { value: new Map(), enumerable: true });
        }
        [key: string]: unknown;
        __getitem__(key: unknown): unknown {
          return (this.items as Map<unknown, unknown>).get(key);
        }
        __setitem__(key: unknown, value: unknown): void {
          (this.items as Map<unknown, unknown>).set(key, value);
        }
      },
    );
    const bag = new Bag();
    bag.apple = 1;
    expect([bag.apple, Object.keys(bag)]).toEqual([1, ["items"]]);
  });

  it("hands the opt-in on to its subclasses", () => {
    class Locked extends Shelf {
      override __setitem__(): void {
        throw new TypeError("locked");
      }
    }
    const locked = new Locked();
    expect(() => {
      locked["a"] = "b";
    }).toThrow("locked");
  });
});

describe("a class without it", () => {
  it("has attributes only, and answers the functions", () => {
    class Plain extends object {
      __getitem__(key: number): number {
        return key * 2;
      }
    }
    const plain = new Plain();
    expect((plain as unknown as Record<number, unknown>)[3]).toBeUndefined();
    expect(getitem(plain, 3)).toBe(6);
  });
});
