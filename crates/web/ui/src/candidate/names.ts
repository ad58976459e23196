import { texts } from "./texts.ts";

/** The full name of a sub-test; its code where this page knows none. */
export function subTestName(code: string): string {
  return texts.now.subTests[code] ?? code.toUpperCase();
}

/** The short name: `TWK`. */
export function subTestCode(code: string): string {
  return code.length <= 4 ? code.toUpperCase() : subTestName(code);
}

export function categoryName(code: string): string {
  return texts.now.categories[code] ?? code;
}
