// A standard type, worked over: a list that takes strings only, knows its middle, and is not emptied by accident.

import {
  getitem,
  type Index,
  in_,
  isinstance,
  issubclass,
  len,
  list,
  PermissionError,
  print,
  repr,
  type SliceKey,
  setitem,
  slice,
  str,
  type,
} from "dunder";

// An array to JavaScript, a list to Python: it has the methods of both.
class Guests extends list<string> {
  unlocked: boolean;

  constructor(names: Iterable<string> = [], unlocked = false) {
    super(Array.from(names, (name) => Guests.checked(name)));
    this.unlocked = unlocked;
  }

  // The compiler refuses a number where a string is wanted; the check is for what it cannot see, such as parsed JSON.
  static checked(name: unknown): string {
    if (isinstance(name, str)) return name;
    throw new TypeError(`${repr(name)} is no name: expected str, got ${type(name).name}`);
  }

  // Each way in is guarded: a list has more of them than append. super does what the list does.
  override append(name: string): void {
    super.append(Guests.checked(name));
  }
  override insert(index: number, name: string): void {
    super.insert(index, Guests.checked(name));
  }
  override extend(names: Iterable<string>): void {
    super.extend(Array.from(names, (name) => Guests.checked(name)));
  }
  override __iadd__(names: Iterable<string>): this {
    this.extend(names);
    return this;
  }
  override __setitem__(key: Index | SliceKey, value: string | Iterable<string>): void {
    if (isinstance(key, slice))
      super.__setitem__(
        key,
        Array.from(value, (name) => Guests.checked(name)),
      );
    else super.__setitem__(key, Guests.checked(value));
  }

  // What a list does not have.
  get mid(): string {
    return this[Math.floor(len(this) / 2)]!;
  }

  // What a list does too readily.
  override clear(): void {
    if (!this.unlocked) throw new PermissionError("unlock the list before you clear it");
    super.clear();
    this.unlocked = false;
  }
}

const guests = new Guests(["Ada", "Ben"]);
guests.append("Cleo");
guests.insert(0, "Zoe");
guests.__iadd__(["Dan"]); // Python: guests += ["Dan"]
print(guests, len(guests), guests.mid);

// What was not written anew is the list's own. `guests[0] = …` and push are JavaScript's, and go past what is above.
guests.sort();
setitem(guests, 0, "Ann");
print(guests.index("Cleo"), in_("Dan", guests), getitem(guests, slice(1, 3)), guests.pop());

function attempt(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!isinstance(error, [TypeError, PermissionError])) throw error;
    print(`${type(error).name}: ${error.message}`);
  }
}

// `as never` hides the wrong type from the compiler, as a value from outside would come.
attempt(() => guests.append(4 as never));
attempt(() => guests.extend(["Eve", null as never]));
attempt(() => setitem(guests, 1, 2.5 as never));
attempt(() => new Guests(["Fay", 7 as never]));
print(guests); // nothing of these got in

attempt(() => guests.clear());
guests.unlocked = true;
guests.clear();
print(guests, guests.unlocked);
print(isinstance(guests, list), issubclass(Guests, list));
