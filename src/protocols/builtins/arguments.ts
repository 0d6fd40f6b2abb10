// The checks of argument counts that methods written in C make, with their messages.

import { Keywords } from "../kw.ts";

/**
 * @throws TypeError when keyword arguments were given: `list() takes no keyword arguments`
 */
export function refuseKeywords(name: string, last: unknown): void {
  if (last instanceof Keywords) throw new TypeError(`${name}() takes no keyword arguments`);
}

/**
 * @throws TypeError when more than one argument was given: `list expected at most 1 argument, got 2`
 */
export function atMostOne(name: string, count: number): void {
  if (count > 1) throw new TypeError(`${name} expected at most 1 argument, got ${count}`);
}

/**
 * @throws TypeError `pop expected at least 1 argument, got 0`
 */
export function checkCount(name: string, count: number, least: number, most: number): void {
  if (count >= least && count <= most) return;
  const [how, bound] = count < least ? ["at least", least] : ["at most", most];
  const exactly = least === most ? "" : `${how} `;
  throw new TypeError(`${name} expected ${exactly}${bound} argument${bound === 1 ? "" : "s"}, got ${count}`);
}
