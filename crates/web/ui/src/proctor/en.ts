import type { Texts } from "./id.ts";

/** Texts of the desk's and the proctor's page, in English. */
export const en: Texts = {
  context: "Desk and proctor",
};
