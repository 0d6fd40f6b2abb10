// What a date says of its place in the year and the week, in local time.

// How many days of a common year stand before each month.
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function daysIn(year: number): number {
  return isLeap(year) ? 366 : 365;
}

/** The day of the year, 0 to 365. */
export function dayOfYear(date: Date): number {
  const month = date.getMonth();
  const leapDay = month > 1 && isLeap(date.getFullYear()) ? 1 : 0;
  return (DAYS_BEFORE[month] as number) + leapDay + date.getDate() - 1;
}

/** The week of the year, 0 to 53: week 1 starts with the first Sunday (`start` 0) or Monday (`start` 1). */
export function weekOfYear(date: Date, start: 0 | 1): number {
  const weekday = (date.getDay() - start + 7) % 7;
  return Math.floor((dayOfYear(date) - weekday + 7) / 7);
}

/** The week of ISO 8601 and the year that it belongs to: the one of its Thursday. */
export function isoWeek(date: Date): { readonly year: number; readonly week: number } {
  let year = date.getFullYear();
  let thursday = dayOfYear(date) + 3 - ((date.getDay() + 6) % 7);
  if (thursday < 0) {
    year--;
    thursday += daysIn(year);
  } else if (thursday >= daysIn(year)) {
    thursday -= daysIn(year);
    year++;
  }
  return { year, week: Math.floor(thursday / 7) + 1 };
}
