import type { Texts } from "./id.ts";

/** Texts of the public page, in English. */
export const en: Texts = {
  title: "A fair exam, a result that can be checked",
  lead: "Ambang runs computer assisted tests for civil-service selections: from a locked paper to a signed announcement.",
  doors: "Open a page",
  candidate: "Exam",
  candidateLine: "For candidates in the exam room: log in with participant number and registration PIN.",
  proctor: "Desk and proctor",
  proctorLine: "For the staff at the registration desk and in the exam room.",
  committee: "Committee",
  committeeLine: "For the selection committee: ranking, draft and announcement.",
};
