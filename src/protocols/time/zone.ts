// The process's time zone: the offset from UTC, and the abbreviation that the tz database has for it.

/** The offset from UTC in seconds, positive east of Greenwich. */
export function utcOffset(date: Date): number {
  // `getTimezoneOffset` has whole minutes only, and the local mean times of the 19th century have seconds.
  const local = new Date(0);
  local.setUTCFullYear(date.getFullYear(), date.getMonth(), date.getDate());
  local.setUTCHours(date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds());
  const offset = Math.round((local.getTime() - date.getTime()) / 1000);
  // At either end of what a Date can be, the local time may lie beyond it.
  return Number.isNaN(offset) ? -60 * date.getTimezoneOffset() : offset;
}

// Zones that ICU abbreviates in no locale, or otherwise than the tz database: standard time and daylight saving time.
const ABBREVIATIONS: ReadonlyMap<string, readonly string[]> = new Map(
  `HST,HDT America/Adak America/Atka US/Aleutian
  MST America/Dawson America/Hermosillo America/Whitehorse Canada/Yukon
  CST,CDT America/Havana Cuba
  -03,-02 America/Miquelon
  +08 Antarctica/Casey
  CST Asia/Chongqing Asia/Chungking Asia/Harbin Asia/Macao Asia/Macau Asia/Shanghai Asia/Taipei PRC ROC
  +0530 Asia/Colombo
  +04 Asia/Dubai Asia/Muscat
  WIB Asia/Jakarta Asia/Pontianak
  WIT Asia/Jayapura
  IST,IDT Asia/Jerusalem Asia/Tel_Aviv Israel
  PKT Asia/Karachi
  WITA Asia/Makassar Asia/Ujung_Pandang
  PST Asia/Manila
  KST Asia/Pyongyang Asia/Seoul ROK
  JST Asia/Tokyo Japan
  +0845 Australia/Eucla
  +1030,+11 Australia/LHI Australia/Lord_Howe
  GMT Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich GMT GMT+0 GMT-0 GMT0 Greenwich
  GMT,BST Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
  MSK Europe/Kirov Europe/Moscow Europe/Simferopol W-SU
  MET,MEST MET
  +1245,+1345 NZ-CHAT Pacific/Chatham
  ChST Pacific/Guam Pacific/Saipan
  SST Pacific/Midway Pacific/Pago_Pago Pacific/Samoa US/Samoa`
    .split("\n")
    .flatMap((line) => {
      const [names = "", ...zones] = line.trim().split(" ");
      return zones.map((zone) => [zone, names.split(",")] as const);
    }),
);

// ICU knows an abbreviation in the locales that use it.
const LOCALES = ["en-US", "en-GB", "en-CA", "en-AU", "en-NZ", "en-ZA", "en-IN", "en-IE", "en-HK"];

const CACHE_LIMIT = 512;
const cache = new Map<string, string>();

/** The abbreviation of the time zone at that time: `CET`, `EST`, `+0545` where the zone has a number only. */
export function zoneName(date: Date): string {
  // The offset and the zone's long name: another one when the process changes its zone.
  const key = date.toString().slice(25);
  let name = cache.get(key);
  if (name === undefined) {
    if (cache.size >= CACHE_LIMIT) cache.clear();
    name = findName(date);
    cache.set(key, name);
  }
  return name;
}

function findName(date: Date): string {
  // Before zones were introduced, each town had its local mean time.
  if (utcOffset(date) % 60 !== 0) return "LMT";
  const { timeZone } = new Intl.DateTimeFormat("en-US").resolvedOptions();
  const [standard, daylight = standard] = ABBREVIATIONS.get(timeZone) ?? [];
  if (standard !== undefined) return isDaylight(date) ? (daylight as string) : standard;
  const known = nearer(date);
  for (const locale of LOCALES) {
    const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "short" });
    const name = format.formatToParts(known).find((part) => part.type === "timeZoneName")?.value ?? "";
    if (/^[A-Z][A-Za-z]{1,4}$/.test(name)) return name;
  }
  return offsetText(utcOffset(date)).replace(/(?<=^.\d\d)00$/, "");
}

// ICU has no names for the time after.
const LAST_YEAR = 2037;

/** A date that the zone has the same name at, of a year that ICU knows. */
function nearer(date: Date): Date {
  if (date.getFullYear() <= LAST_YEAR) return date;
  const winter = new Date(2024, 0, 15);
  return utcOffset(winter) === utcOffset(date) ? winter : new Date(2024, 6, 15);
}

/** Whether clocks are ahead of the year's standard time. */
function isDaylight(date: Date): boolean {
  const year = date.getFullYear();
  return utcOffset(date) > Math.min(utcOffset(new Date(year, 0)), utcOffset(new Date(year, 6)));
}

const two = (n: number): string => `${n}`.padStart(2, "0");

/** `+0530`, with `separator` between the parts; with seconds where there are some. */
export function offsetText(seconds: number, separator = ""): string {
  const size = Math.abs(seconds);
  const parts = [two(Math.floor(size / 3600)), two(Math.floor(size / 60) % 60)];
  if (size % 60 !== 0) parts.push(two(size % 60));
  return (seconds < 0 ? "-" : "+") + parts.join(separator);
}
