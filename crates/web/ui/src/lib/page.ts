import "../styles/tokens.css";
import "../styles/base.css";

import { mount, type Component } from "svelte";
import { loadEnglish } from "../i18n/english.ts";
import { applyPreferences, preferences } from "./preferences.svelte.ts";
import { learnTransport } from "./transport.svelte.ts";

/** Starts a page: preferences first, then its root component. */
export async function start(root: Component): Promise<void> {
  // A page in the other language is better than none.
  if (preferences.locale === "en") await loadEnglish().catch(() => undefined);
  applyPreferences();
  void learnTransport(location);
  const target = document.getElementById("app");
  if (target) mount(root, { target });
}
