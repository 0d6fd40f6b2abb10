// A peer's certificate in the form of CPython's `getpeercert`.

import type { PeerCertificate as NativeCertificate } from "node:tls";

/** One part of a name: `["commonName", "localhost"]`. */
type Attribute = readonly [name: string, value: string];

/** A name as its parts. */
type Name = readonly (readonly [Attribute])[];

/** What `getpeercert()` gives. */
export interface PeerCertificate {
  readonly subject: Name;
  readonly issuer: Name;
  readonly version: number;
  readonly serialNumber: string;
  /** `"Jan  5 09:34:43 2018 GMT"`. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** `["DNS", "localhost"]`, `["IP Address", "127.0.0.1"]` … */
  readonly subjectAltName?: readonly Attribute[];
}

const NAMES: Readonly<Record<string, string>> = {
  C: "countryName",
  ST: "stateOrProvinceName",
  L: "localityName",
  O: "organizationName",
  OU: "organizationalUnitName",
  CN: "commonName",
};

/** Node's form of a certificate in CPython's. */
export function peerCertificate(native: NativeCertificate): PeerCertificate {
  const alternatives = native.subjectaltname?.split(", ").map((entry): Attribute => {
    const at = entry.indexOf(":");
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return {
    subject: nameOf(native.subject),
    issuer: nameOf(native.issuer),
    version: 3,
    serialNumber: native.serialNumber,
    notBefore: native.valid_from,
    notAfter: native.valid_to,
    ...(alternatives === undefined ? {} : { subjectAltName: alternatives }),
  };
}

function nameOf(name: object): Name {
  return Object.entries(name).flatMap(([key, value]: [string, string | string[]]) =>
    [value].flat().map((text): readonly [Attribute] => [[NAMES[key] ?? key, text]]),
  );
}
