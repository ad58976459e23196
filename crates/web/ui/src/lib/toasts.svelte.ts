/** Short words about what just happened; read out by screen readers through a live region. */

export type Tone = "info" | "ok" | "warn" | "danger";

export interface Toast {
  readonly key: number;
  readonly tone: Tone;
  /** Told anew when another language is chosen. */
  readonly text: () => string;
}

/** More would cover the page. */
const SHOWN_MAX = 4;
const STAYS_MS = 7_000;

const shown: Toast[] = $state([]);
let next = 0;

export function toasts(): readonly Toast[] {
  return shown;
}

export function toast(text: () => string, tone: Tone = "info"): void {
  const key = next++;
  shown.push({ key, tone, text });
  if (shown.length > SHOWN_MAX) shown.shift();
  setTimeout(() => dismiss(key), STAYS_MS);
}

export function dismiss(key: number): void {
  const at = shown.findIndex((toast) => toast.key === key);
  if (at >= 0) shown.splice(at, 1);
}
