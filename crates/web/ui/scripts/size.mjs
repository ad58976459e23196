// Fails when script and style that the candidate's page needs to show itself are larger, compressed, than an old PC
// on a thin line bears: by gzip, which every browser and every proxy knows. Texts in English come on demand.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const LIMIT = 60 * 1024;
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

const CODE = /\/(?:assets\/[\w.-]+\.(?:js|css)|theme\.js)/g;
const page = await readFile(new URL("ujian.html", dist), "utf8");
const first = new Set([...(page.match(CODE) ?? []), "/sw.js"]);
if (first.size < 4) throw new Error("the page names no code");
const worker = await readFile(new URL("sw.js", dist), "utf8");
const later = new Set((worker.match(CODE) ?? []).filter((name) => !first.has(name)));

console.log("    gzip   brotli");
const sum = await measured(first);
console.log("  on demand, and kept for a reload without network:");
const rest = await measured(later);
console.log(
  `candidate: ${sum.raw} bytes, ${sum.gzip} by gzip, ${sum.brotli} by brotli; limit ${LIMIT} by gzip; on demand ${rest.gzip} more`,
);
if (sum.gzip > LIMIT) process.exit(1);
