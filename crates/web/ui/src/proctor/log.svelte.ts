/** What was done from this page since it was opened, newest first. */

export interface LogEntry {
  readonly key: number;
  /** On the server's clock. */
  readonly at: number;
  readonly text: string;
}

const KEPT_MAX = 50;

const entries: LogEntry[] = $state([]);
let next = 0;

export function log(): readonly LogEntry[] {
  return entries;
}

export function note(at: number, text: string): void {
  entries.unshift({ key: next++, at, text });
  if (entries.length > KEPT_MAX) entries.pop();
}

/** Another person at this PC has done nothing yet. */
export function forget(): void {
  entries.length = 0;
}
