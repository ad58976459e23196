// Fails when the built style sheets use what Chrome 109 or Firefox 115 do not know.
import { readdir, readFile } from "node:fs/promises";

const UNKNOWN = [
  [/:has\(/, ":has() (Firefox 121)"],
  [/color-mix\(/, "color-mix() (Chrome 111)"],
  [/light-dark\(/, "light-dark() (Chrome 123)"],
  [/oklch\(|oklab\(|\blab\(|\blch\(/, "wide colour spaces (Chrome 111)"],
  [/@starting-style/, "@starting-style (Chrome 117)"],
  [/@scope/, "@scope (Chrome 118)"],
  [/@property/, "@property (Firefox 128)"],
  [/:popover-open/, ":popover-open (Chrome 114)"],
  [/subgrid/, "subgrid (Chrome 117)"],
  [/field-sizing/, "field-sizing (Chrome 123)"],
  [/anchor-name|position-anchor/, "anchor positioning (Chrome 125)"],
  [/\{[^{}]*&[^{}]*\{/, "nesting (Chrome 112)"],
  [/https?:/, "a foreign host"],
];

const folder = new URL("../dist/assets/", import.meta.url);
let bad = 0;
for (const name of await readdir(folder)) {
  if (!name.endsWith(".css")) continue;
  const text = await readFile(new URL(name, folder), "utf8");
  for (const [pattern, what] of UNKNOWN) {
    if (pattern.test(text)) {
      console.error(`${name}: ${what}`);
      bad += 1;
    }
  }
}
if (bad > 0) process.exit(1);
