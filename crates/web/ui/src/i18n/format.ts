import { preferences, type Locale } from "../lib/preferences.svelte.ts";

const TAGS: Record<Locale, string> = { id: "id-ID", en: "en-GB" };

function tag(): string {
  return TAGS[preferences.locale];
}

const made = new Map<string, unknown>();

/** Formatters are dear to make: one of each kind and language is kept. */
function keep<T>(kind: string, make: (locale: string) => T): T {
  const key = `${kind} ${tag()}`;
  const known = made.get(key);
  if (known !== undefined) return known as T;
  const fresh = make(tag());
  made.set(key, fresh);
  return fresh;
}

/** `1.234` or `1,234`. */
export function number(value: number): string {
  return keep("number", (locale) => new Intl.NumberFormat(locale)).format(value);
}

/** `14.05.09` in Indonesian, `14:05:09` in English; an instant in milliseconds, in this browser's time zone. */
export function clock(at: number, seconds = true): string {
  const second = seconds ? "2-digit" : undefined;
  const options: Intl.DateTimeFormatOptions = {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(second && { second }),
  };
  const format = keep(`clock${seconds}`, (locale) => new Intl.DateTimeFormat(locale, options));
  return format.format(at);
}

/** The same with the zone's name: `14.05 WIB`. */
export function clockWithZone(at: number, seconds = false): string {
  return `${clock(at, seconds)} ${zone(at)}`;
}

/** `Senin, 23 November 2026`. */
export function day(at: number): string {
  const options: Intl.DateTimeFormatOptions = {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  };
  return keep("day", (locale) => new Intl.DateTimeFormat(locale, options)).format(at);
}

/** The name of this browser's time zone as Indonesia says it, or its distance to UTC. */
export function zone(at: number): string {
  const minutes = -new Date(at).getTimezoneOffset();
  const known: Record<number, string> = { 420: "WIB", 480: "WITA", 540: "WIT", 0: "UTC" };
  const sign = minutes < 0 ? "−" : "+";
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return known[minutes] ?? `UTC${sign}${hours}${rest ? `:${String(rest).padStart(2, "0")}` : ""}`;
}

/** A countdown: `1:39:05`, `09:05`. Rounded up, so that it shows zero only at zero. */
export function countdown(ms: number): string {
  const all = Math.max(0, Math.ceil(ms / 1_000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${two(minutes)}:${two(seconds)}`;
}

/** `one` for one, else `other`; Indonesian knows no difference and does not ask. */
export function plural(value: number, one: string, other: string): string {
  const rules = keep("plural", (locale) => new Intl.PluralRules(locale));
  return rules.select(value) === "one" ? one : other;
}

/** The short code of a receipt as the candidate's screen has it: `GQM7-H9F6-MMHW`. */
export function receiptCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/** A participant number in groups that can be read aloud: `2440 0710 2240 0000 1`. */
export function groups(digits: string): string {
  return digits.replace(/(\d{4})(?=\d)/g, "$1 ");
}
