// Fails when all script and style that a first visit to the candidate's page loads, from the log-in to the receipt, is
// larger, compressed, than an old PC on a thin line bears: by gzip, which every browser and every proxy knows. The texts
// in English come when somebody asks for them. That a visit loads this and nothing twice is counted in e2e/visit.test.ts.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const LIMIT = 60_000;
const dist = new URL("../dist/", import.meta.url);

async function measured(names) {
  let sum = { raw: 0, gzip: 0, brotli: 0 };
  for (const name of [...names].sort()) {
    const bytes = await readFile(new URL(`.${name}`, dist));
    const [gzip, brotli] = [gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
    sum = { raw: sum.raw + bytes.length, gzip: sum.gzip + gzip, brotli: sum.brotli + brotli };
    console.log(`${String(gzip).padStart(8)} ${String(brotli).padStart(8)}  ${name}`);
  }
  return sum;
}

const CODE = /\/assets\/[\w.-]+\.(?:js|css)/g;
const ENGLISH = /^\/assets\/en-/;
const page = await readFile(new URL("ujian.html", dist), "utf8");
// The worker's lists are the page with everything that it can ever load.
const worker = await readFile(new URL("sw.js", dist), "utf8");
const all = [...new Set([...(page.match(CODE) ?? []), ...(worker.match(CODE) ?? []), "/sw.js"])];
const english = all.filter((name) => ENGLISH.test(name));
const own = all.filter((name) => !ENGLISH.test(name));
if (own.length < 4) throw new Error("the page names no code");
if (english.length === 0) throw new Error("the texts in English are not apart");

console.log("    gzip   brotli");
const sum = await measured(own);
console.log("  on demand: texts in English");
const rest = await measured(english);
console.log(
  `candidate: ${sum.raw} bytes, ${sum.gzip} by gzip, ${sum.brotli} by brotli; limit ${LIMIT} by gzip; English ${rest.gzip} more`,
);
if (sum.gzip > LIMIT) process.exit(1);
