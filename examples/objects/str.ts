// str and repr: the text for readers, the text for programmers, and which one is used where.

import { object, print, repr, str } from "dunder";

class Ticket extends object {
  constructor(
    readonly row: string,
    readonly seat: number,
  ) {
    super();
  }
}
print(new Ticket("C", 7)); // what `object` has to say of anything

class NamedTicket extends Ticket {
  override __str__(): string {
    return `row ${this.row}, seat ${this.seat}`;
  }
}
const ticket = new NamedTicket("C", 7);
print(ticket);
print(`Your ticket: ${ticket}`); // asks __str__ directly; an f-string asks __format__, and that __str__
print("Your ticket:", str(ticket));
print([ticket]); // a list shows the repr of its items

class ShownTicket extends Ticket {
  override __repr__(): string {
    return `ShownTicket(${repr(this.row)}, ${this.seat})`;
  }
}
print(new ShownTicket("C", 7)); // no __str__: __repr__ serves for both
print([new ShownTicket("A", 1), new ShownTicket("A", 2)]);

class BrokenTicket extends Ticket {
  // @ts-expect-error: only a string will do. The compiler says so here, Python when it is called.
  override __str__(): number {
    return this.seat;
  }
}
try {
  print(new BrokenTicket("C", 7));
} catch (error) {
  print(repr(error));
}
