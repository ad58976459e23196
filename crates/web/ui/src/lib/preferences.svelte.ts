import { loadEnglish } from "../i18n/english.ts";

/** What a reader chose for this browser: language, theme, size of letters. Nothing personal. */

export type Locale = "id" | "en";
export type Theme = "system" | "light" | "dark" | "contrast";
export type Scale = 100 | 115 | 130 | 150;

export const LOCALES: readonly Locale[] = ["id", "en"];
export const THEMES: readonly Theme[] = ["system", "light", "dark", "contrast"];
export const SCALES: readonly Scale[] = [100, 115, 130, 150];

interface Preferences {
  locale: Locale;
  theme: Theme;
  scale: Scale;
}

/** Read by `public/theme.js` too, before the first paint; there only a theme that is in force is kept. */
const KEY = "ambang.preferences";

const DEFAULTS: Preferences = { locale: "id", theme: "system", scale: 100 };

export const preferences: Preferences = $state(read());

function read(): Preferences {
  const kept = stored();
  return {
    locale: oneOf(LOCALES, kept["locale"]) ?? DEFAULTS.locale,
    theme: oneOf(THEMES, kept["theme"]) ?? DEFAULTS.theme,
    scale: oneOf(SCALES, kept["scale"]) ?? DEFAULTS.scale,
  };
}

function stored(): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    // Storage is forbidden or broken: the page follows the system and forgets at the next load.
    return {};
  }
}

function oneOf<T>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value);
}

/** Keeps a choice and shows it, English as soon as its texts are here: without network the language stays. */
export async function choose(change: Partial<Preferences>): Promise<void> {
  if (change.locale === "en") await loadEnglish();
  Object.assign(preferences, change);
  apply();
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // It holds until the page is left.
  }
}

/** The next person at a shared PC does not find the last one's choices. */
export function chooseDefaults(): Promise<void> {
  return choose(DEFAULTS);
}

/** Puts the preferences on the document; called once by every page. */
export function applyPreferences(): void {
  apply();
  const asked = [matchMedia("(prefers-color-scheme: dark)"), matchMedia("(prefers-contrast: more)")];
  asked.forEach((query) => query.addEventListener("change", apply));
}

function apply(): void {
  const root = document.documentElement;
  root.lang = preferences.locale;
  root.dataset["scale"] = String(preferences.scale);
  root.dataset["theme"] = inForce(preferences.theme);
}

function inForce(theme: Theme): Exclude<Theme, "system"> {
  if (theme !== "system") return theme;
  if (matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}
