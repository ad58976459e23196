import { beforeEach, describe, expect, it } from "vitest";
import { loadEnglish } from "../i18n/english.ts";
import { preferences } from "../lib/preferences.svelte.ts";
import { parseReason } from "./reasons.ts";
import { codesInOrder, codeText, reasonTexts } from "./texts.ts";

describe("reasons", () => {
  beforeEach(() => {
    preferences.locale = "en";
  });

  it("reads every token that a list may hold", () => {
    expect(parseReason("rank 2<=3")).toEqual([{ kind: "within", rank: 2, places: 3 }]);
    expect(parseReason("rank 4>3")).toEqual([{ kind: "beyond", rank: 4, places: 3 }]);
    expect(parseReason("tie at cut")).toEqual([{ kind: "tie" }]);
    expect(parseReason("status DIS")).toEqual([{ kind: "status", status: "DIS" }]);
    expect(parseReason("below twk<65 tiu<80")).toEqual([
      { kind: "below", measure: "twk", atLeast: 65 },
      { kind: "below", measure: "tiu", atLeast: 80 },
    ]);
  });

  it("guesses at nothing", () => {
    for (const token of ["", "rank", "rank 4=3", "below", "below twk<65 or so", "favour"]) {
      expect(parseReason(token)).toEqual([{ kind: "unknown", token }]);
    }
  });

  it("orders codes as the law does, unknown ones last", () => {
    expect(codesInOrder(["TH", "ZZ", "P", "TL", "AA", "P/L"])).toEqual(["P/L", "P", "TL", "TH", "AA", "ZZ"]);
  });

  it("says it in words, with the candidate's own points", async () => {
    await loadEnglish();
    expect(reasonTexts(["below tiu<80"], { tiu: 75 })).toEqual(["TIU is 75, below the passing grade of 80."]);
    expect(reasonTexts(["below total<311"])).toEqual(["Total is below the passing grade of 311."]);
    preferences.locale = "id";
    expect(reasonTexts(["rank 1200>3"])[0]).toContain("peringkat 1.200");
    expect(reasonTexts(["status TH"])).toEqual(["Tidak hadir, jadi tidak ikut diperingkat."]);
    expect(codeText("toString")).not.toContain("function");
  });
});
