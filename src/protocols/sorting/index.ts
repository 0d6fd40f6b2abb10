// Sorting and its kin: `sorted`, `min`, `max`, and what `list.sort` is made of.

export { max, min } from "./extremes.ts";
export { type SortPlan, sortItems, sortList } from "./sort.ts";
export { sorted } from "./sorted.ts";
