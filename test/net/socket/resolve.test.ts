// Names of hosts and services: the system's answers in Python's form.

import { hostname } from "node:os";
import { describe, expect, test } from "vitest";
import * as socket from "../../../src/net/socket/index.ts";

const { AF_INET, AF_INET6, SOCK_STREAM, SOCK_DGRAM } = socket;

describe("getaddrinfo", () => {
  test("of a number has a line for each type of socket", async () => {
    expect(await socket.getaddrinfo("127.0.0.1", 80)).toEqual([
      [AF_INET, SOCK_STREAM, 6, "", ["127.0.0.1", 80]],
      [AF_INET, SOCK_DGRAM, 17, "", ["127.0.0.1", 80]],
      [AF_INET, socket.SOCK_RAW, 0, "", ["127.0.0.1", 80]],
    ]);
    expect(await socket.getaddrinfo("::1", "80", { type: SOCK_STREAM })).toEqual([
      [AF_INET6, SOCK_STREAM, 6, "", ["::1", 80, 0, 0]],
    ]);
    expect(
      await socket.getaddrinfo("127.0.0.1", null, { type: SOCK_DGRAM, flags: socket.AI_CANONNAME }),
    ).toEqual([[AF_INET, SOCK_DGRAM, 17, "127.0.0.1", ["127.0.0.1", 0]]]);
  });

  test("takes what it looks for by position too, as in Python", async () => {
    expect(await socket.getaddrinfo("127.0.0.1", 80, AF_INET, SOCK_STREAM)).toEqual(
      await socket.getaddrinfo("127.0.0.1", 80, { family: AF_INET, type: SOCK_STREAM }),
    );
  });

  test("of nobody is this machine, or with AI_PASSIVE all its interfaces", async () => {
    expect(await socket.getaddrinfo(null, 80, { type: SOCK_STREAM })).toEqual([
      [AF_INET6, SOCK_STREAM, 6, "", ["::1", 80, 0, 0]],
      [AF_INET, SOCK_STREAM, 6, "", ["127.0.0.1", 80]],
    ]);
    const passive = { type: SOCK_STREAM, flags: socket.AI_PASSIVE };
    expect(await socket.getaddrinfo(null, 80, passive)).toEqual([
      [AF_INET, SOCK_STREAM, 6, "", ["0.0.0.0", 80]],
      [AF_INET6, SOCK_STREAM, 6, "", ["::", 80, 0, 0]],
    ]);
  });

  test("of a name are its addresses", async () => {
    const found = await socket.getaddrinfo("localhost", 1, { family: AF_INET, type: SOCK_STREAM });
    expect(found[0]).toEqual([AF_INET, SOCK_STREAM, 6, "", ["127.0.0.1", 1]]);
  });

  test.for<[string | null, string | number | null, object, number, string]>([
    [null, null, {}, socket.EAI_NONAME, "Name or service not known"],
    ["127.0.0.1", "nosvc", {}, socket.EAI_SERVICE, "Servname not supported for ai_socktype"],
    ["localhost", 1, { flags: socket.AI_NUMERICHOST }, socket.EAI_NONAME, "Name or service not known"],
    [
      "127.0.0.1",
      1,
      { family: AF_INET6 },
      socket.EAI_ADDRFAMILY,
      "Address family for hostname not supported",
    ],
  ])("of %j, %j with %j is a gaierror", async ([host, port, options, errno, strerror]) => {
    const error = await socket.getaddrinfo(host, port, options).catch((error) => error);
    expect(error).toBeInstanceOf(socket.gaierror);
    expect(error).toMatchObject({ errno, strerror });
  });
});

test("names of hosts", async () => {
  expect(socket.gethostname()).toBe(hostname());
  expect(await socket.gethostbyname("localhost")).toBe("127.0.0.1");
  expect(await socket.gethostbyname("")).toBe("0.0.0.0");
  expect(await socket.gethostbyname("<broadcast>")).toBe("255.255.255.255");
  expect(await socket.gethostbyname_ex("127.0.0.1")).toEqual(["127.0.0.1", [], ["127.0.0.1"]]);
  await expect(socket.gethostbyname("::1")).rejects.toThrow("[Errno -9]");
});

test("names of addresses", async () => {
  const { NI_NUMERICHOST, NI_NUMERICSERV } = socket;
  expect(await socket.getnameinfo(["127.0.0.1", 80], NI_NUMERICHOST | NI_NUMERICSERV)).toEqual([
    "127.0.0.1",
    "80",
  ]);
  expect((await socket.getnameinfo(["127.0.0.1", 80], NI_NUMERICSERV))[1]).toBe("80");
  expect(await socket.getfqdn("no.such.host.invalid")).toBe("no.such.host.invalid");
  expect((await socket.gethostbyaddr("127.0.0.1"))[2]).toEqual(["127.0.0.1"]);
});
