import "../styles/tokens.css";
import "../styles/base.css";

import { mount, type Component } from "svelte";
import { applyPreferences } from "./preferences.svelte.ts";

/** Starts a page: preferences first, then its root component. */
export function start(root: Component): void {
  applyPreferences();
  const target = document.getElementById("app");
  if (target) mount(root, { target });
}
