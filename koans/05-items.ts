// Items: an object that is asked by key.

import { contains, getitem, KeyError, len, object, setitem } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

class Shelf extends object {
  readonly places = new Map<string, string>();
  __getitem__(key: string): string {
    const found = this.places.get(key);
    if (found === undefined) throw new KeyError(key);
    return found;
  }
  __setitem__(key: string, thing: string): void {
    this.places.set(key, thing);
  }
  __len__(): number {
    return this.places.size;
  }
}

koan("setitem and getitem call the methods of the class", () => {
  const shelf = new Shelf();
  setitem(shelf, "top", "vase");
  equal(getitem(shelf, "top"), fill("vase"));
  equal(len(shelf), fill(1));
  raises(fill(KeyError), () => getitem(shelf, "floor"));
});

koan("A negative index counts from the end", () => {
  equal(getitem([10, 20, 30], -1), fill(30));
});

koan("contains asks for the values of a list and for the keys of a Map", () => {
  equal(contains([1, 2], 2), fill(true));
  equal(contains(new Map([["key", "value"]]), "value"), fill(false));
});
