// str, repr and format: three texts of one object.

import { format, kw, object, repr, str } from "dunder";
import { equal, fill, koan } from "../scripts/koans/koan.ts";

class School extends object {
  name = "Oak";
  city = "Ulm";
  override __repr__(): string {
    return `School(${repr(this.name)})`;
  }
  override __format__(spec: string): string {
    return spec === "long" ? `${this.name}, ${this.city}` : this.name;
  }
}

koan("Without __str__, str takes __repr__", () => {
  equal(str(new School()), fill("School('Oak')"));
});

koan("Inside a list, values are shown by repr", () => {
  equal(str(["a", null, true]), fill("['a', None, True]"));
});

koan("What stands behind the colon is for __format__ to understand", () => {
  equal(format(new School(), "long"), fill("Oak, Ulm"));
  equal(str.format("{0:short}!", new School()), fill("Oak!"));
});

koan("Numbers have a language of their own: commas, digits, width", () => {
  equal(format(1234567.891, ",.2f"), fill("1,234,567.89"));
  equal(format(42, "05d"), fill("00042"));
  equal(str.format("{name:>6}", kw({ name: "egon" })), fill("  egon"));
});

koan("A tie goes to the even digit", () => {
  equal(format(0.125, ".2f"), fill("0.12"));
});
