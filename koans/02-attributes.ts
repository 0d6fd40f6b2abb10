// Attributes: the hooks of reading, writing and deleting.

import { AttributeError, getattr, hasattr, object } from "dunder";
import { equal, fill, koan, raises } from "../scripts/koans/koan.ts";

koan("__getattr__ is asked only for what is not there", () => {
  class Ship extends object {
    declare flag: string;
    name = "Vega";
    __getattr__(name: string): string {
      return `no ${name}`;
    }
  }
  const ship = new Ship();
  equal(ship.name, fill("Vega"));
  equal(ship.flag, fill("no flag"));
});

koan("getattr raises for what is missing, unless it is told what to give", () => {
  class Ship extends object {}
  raises(fill(AttributeError), () => getattr(new Ship(), "name"));
  equal(getattr(new Ship(), "name", "unnamed"), fill("unnamed"));
  equal(hasattr(new Ship(), "name"), fill(false));
});

koan("__setattr__ sees every assignment, and stores by way of __dict__", () => {
  class Loud extends object {
    declare word: string;
    override __setattr__(name: string, value: string): void {
      this.__dict__[name] = value.toUpperCase();
    }
  }
  const loud = new Loud();
  loud.word = "hello";
  equal(loud.word, fill("HELLO"));
});
