// The seven layers of the OSI model as a table: what each one sends, and who works there.

import { print, str } from "dunder";

const LAYERS = [
  [7, "application", "message", "HTTP, SMTP, DNS, your program"],
  [6, "presentation", "message", "UTF-8, JSON, TLS's encryption"],
  [5, "session", "message", "a login, a TLS session"],
  [4, "transport", "segment", "TCP, UDP: ports"],
  [3, "network", "packet", "IP: addresses; routers"],
  [2, "data link", "frame", "Ethernet, Wi-Fi; switches, bridges"],
  [1, "physical", "bit", "copper, glass, radio; hubs, repeaters"],
] as const;

// A width with < pads on the right, with > on the left.
const ROW = "{:>5}  {:<13} {:<8} {}";

// Python: ROW.format(…). The compiler counts the fields.
print(str.format(ROW, "layer", "name", "sends", "examples"));
print("-".repeat(66));
for (const [number, name, unit, examples] of LAYERS) {
  print(str.format(ROW, number, name, unit, examples));
}

// A socket is the door between the upper three, which are yours, and the lower four, which are the system's.
print();
print("a socket stands between", LAYERS[2][1], "and", LAYERS[3][1]);
