import { preferences } from "../lib/preferences.svelte.ts";
import { onDemand } from "./english.ts";

/**
 * Texts in both languages. The Indonesian catalogue is written first and gives the shape; a text missing in the
 * English one is a type error. Texts with values are functions. Each role has its own catalogue, so that a page
 * carries only what it shows.
 */
export interface Catalogue<T> {
  /** The texts in the chosen language. */
  readonly now: T;
}

export function catalogue<T>(id: T, english: () => Promise<NoInfer<T>>): Catalogue<T> {
  let en: T | undefined;
  onDemand(async () => {
    en ??= await english();
  });
  return {
    get now() {
      // The language is chosen after its texts have come.
      return (preferences.locale === "en" && en) || id;
    },
  };
}
