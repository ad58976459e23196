import type { ResultTexts } from "./id.ts";

/** Texts about results that committee and public share, in English. */
export const en: ResultTexts = {
  total: "Total",
  subTests: {
    twk: "Civic insight test",
    tiu: "General intelligence test",
    tkp: "Personal characteristics test",
  },
  codes: {
    "P/L": "Meets the passing grade and goes on to the next stage",
    P: "Meets the passing grade, but is beyond the cut",
    TL: "Below the passing grade",
    TH: "Absent",
    TMS: "Not eligible",
    DIS: "Disqualified",
    APS: "Withdrew",
  },
  unknownCode: "The selection's policy says what this code means",
  within: (rank, places) =>
    `Rank ${rank} is within the ${places} available places, and therefore goes on to the next stage.`,
  beyond: (rank, places) =>
    `Meets the passing grade, but rank ${rank} is beyond the ${places} available places.`,
  tie: "Equal, in the total and in every sub-test, to the last candidate who goes on. By the rules all who are equal go on.",
  below: (measure, own, atLeast) =>
    own === undefined
      ? `${measure} is below the passing grade of ${atLeast}.`
      : `${measure} is ${own}, below the passing grade of ${atLeast}.`,
  statuses: {
    TH: "Absent, therefore not ranked.",
    TMS: "Not eligible, therefore not ranked.",
    DIS: "Disqualified, therefore not ranked.",
    APS: "Withdrew, therefore not ranked.",
  },
  otherStatus: (status) => `Not ranked because of status ${status}.`,
  unknown: (token) => `Note from the server: ${token}.`,
  categories: {
    umum: "General",
    cumlaude: "Graduates with honours",
    diaspora: "Diaspora",
    disabilitas: "People with disabilities",
    papua: "From Papua",
    "daerah-tertinggal": "From underdeveloped regions",
    kalimantan: "From Kalimantan",
  },
  wait: (seconds) =>
    `Too many requests from this network. Try again ${seconds === undefined ? "in a moment" : `in ${seconds} seconds`}.`,
  trouble: {
    offline: "The server does not answer",
    server: "The server has a problem",
    unknown: "You are not logged in",
    forbidden: "You are not permitted to open this part",
    missing: "Not found",
    tooMany: "Too many requests",
    unexpected: "Something went wrong",
  },
  pages: "Pages",
  previous: "Previous",
  next: "Next",
  pageOf: (page, of) => `Page ${page} of ${of}`,
  stale: (at) => `The server does not answer. What is shown is the state of ${at}; asking goes on.`,
};
