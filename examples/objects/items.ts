// Items: `thing[key]` on objects of our own, so that code written for a dict takes them too.

import { delitem, getitem, in_, object, print, repr, setitem, subscriptable } from "dunder";

// The items of a contact are its attributes.
class Contact extends object {
  constructor(public name: string) {
    super();
  }
  __getitem__(key: string): unknown {
    return getitem(this.__dict__, key);
  }
  __setitem__(key: string, value: unknown): void {
    setitem(this.__dict__, key, value);
  }
  __delitem__(key: string): void {
    delitem(this.__dict__, key);
  }
}

// Without the methods above this would need a branch for each kind of argument.
function move(thing: Contact | Map<string, unknown>, city: string): void {
  setitem(thing, "city", city); // Python: thing["city"] = city
}

const contact = new Contact("Noor");
const card = new Map<string, unknown>([["name", "Ilse"]]);
move(contact, "Utrecht");
move(card, "Ghent");
print(getitem(contact, "name"), getitem(contact, "city"));
print(contact.__dict__, card);

setitem(contact, "name", "Noor de Wit");
print(contact.name); // the same place, by its other name
delitem(contact, "city");
try {
  getitem(contact, "city");
} catch (error) {
  print(repr(error));
}

// JavaScript has one kind of brackets for items and attributes. A class that wants them for items says so.
@subscriptable
class Squares extends object {
  [n: number]: number;
  readonly known = new Map<number, number>();
  __getitem__(n: number): number {
    return this.known.get(n) ?? n * n;
  }
  __setitem__(n: number, value: number): void {
    this.known.set(n, value);
  }
  __contains__(n: number): boolean {
    return this.known.has(n);
  }
}

const squares = new Squares();
squares[3] = 10;
print(squares[3], squares[12]);
print(in_(3, squares), 12 in squares); // `in_` has Python's order, and works without @subscriptable
