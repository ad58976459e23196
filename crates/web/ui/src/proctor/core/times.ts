/** `14:05:09` of an instant, as a time field takes it; in this browser's zone. */
export function timeOf(at: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const date = new Date(at);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** The last instant before `now` (or at it) at which the clock said this; nothing for what is no time. */
export function instantOf(time: string, now: number): number | undefined {
  const parts = /^(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(time);
  if (!parts) return undefined;
  const date = new Date(now);
  date.setHours(Number(parts[1]), Number(parts[2]), Number(parts[3] ?? "0"), 0);
  if (date.getTime() > now) date.setDate(date.getDate() - 1);
  return date.getTime();
}
