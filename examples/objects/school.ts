// Formatting: a class with layouts of its own, asked for by name as in `format(school, "label")`.

import { format, kw, object, print, repr, str, ValueError } from "dunder";

// Templates look up attributes by themselves. They are constants here: one from outside could name any attribute.
const LAYOUTS: ReadonlyMap<string, string> = new Map([
  ["", "{school.name} ({school.town})"],
  ["label", "{school.name}, {school.town}: {school.kind}"],
  ["index", "{school.town} / {school.name}"],
  ["row", "{school.name:<14}|{school.town:^10}|{school.pupils:>6,}"],
]);

class School extends object {
  constructor(
    readonly name: string,
    readonly town: string,
    readonly kind: string,
    readonly pupils: number,
  ) {
    super();
  }

  override __repr__(): string {
    return str.format("School({0.name!r}, {0.town!r}, {0.kind!r}, {0.pupils})", this);
  }
  override __str__(): string {
    return `${this.name}, ${this.town}`;
  }

  // What stands behind the colon of a field arrives here as it is: its meaning is the class's own.
  override __format__(spec: string): string {
    const layout = LAYOUTS.get(spec);
    if (layout === undefined) throw new ValueError(`unknown layout ${repr(spec)} for a School`);
    return str.format(layout, kw({ school: this }));
  }
}

const hill = new School("Hill School", "Zwolle", "primary", 412);
const harbour = new School("Harbour", "Vlissingen", "secondary", 1280);
print(repr(hill));
print(str(hill));
print(format(hill));
print(format(hill, "label"));
print(str.format("{:index} and {:index}", hill, harbour)); // an f-string's f"{hill:index} and {harbour:index}"
for (const school of [hill, harbour]) print(format(school, "row"));
try {
  format(hill, "poster");
} catch (error) {
  print(repr(error));
}
