import { beforeEach, describe, expect, it } from "vitest";
import { preferences } from "../lib/preferences.svelte.ts";
import { clock, countdown, groups, number, plural, receiptCode } from "./format.ts";

describe("format", () => {
  beforeEach(() => {
    preferences.locale = "id";
  });

  it("rounds a countdown up, so that zero is shown only at zero", () => {
    expect(countdown(6_000_000)).toBe("1:40:00");
    expect(countdown(59_001)).toBe("01:00");
    expect(countdown(1)).toBe("00:01");
    expect(countdown(0)).toBe("00:00");
    expect(countdown(-5)).toBe("00:00");
  });

  it("follows the language", () => {
    expect(number(12_345)).toBe("12.345");
    expect(clock(0)).toMatch(/^\d\d\.\d\d\.\d\d$/);
    preferences.locale = "en";
    expect(number(12_345)).toBe("12,345");
    expect(clock(0)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(plural(1, "answer", "answers")).toBe("answer");
    expect(plural(2, "answer", "answers")).toBe("answers");
  });

  it("groups a participant number for reading aloud", () => {
    expect(groups("24400710220000001")).toBe("2440 0710 2200 0000 1");
  });

  it("groups the code of a receipt as the candidate noted it", () => {
    expect(receiptCode("GQM7H9F6MMHW")).toBe("GQM7-H9F6-MMHW");
  });
});
