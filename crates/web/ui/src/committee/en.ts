import type { Texts } from "./id.ts";

/** Texts of the committee's page, in English. */
export const en: Texts = {
  context: "Committee",
};
