// Over TLS every browser takes brotli. Fails when script and style of the candidate's page are larger, compressed, than an old PC on a thin line bears.
import { readFile } from "node:fs/promises";
import { brotliCompressSync, gzipSync } from "node:zlib";

const LIMIT = 60 * 1024;
const dist = new URL("../dist/", import.meta.url);

const worker = await readFile(new URL("sw.js", dist), "utf8");
const list = worker.match(/\/assets\/[\w.-]+\.(?:js|css)/g);
if (!list) throw new Error("the service worker names no code");
const files = [...new Set(list), "/theme.js", "/sw.js"];

let sum = { raw: 0, gzip: 0, brotli: 0 };
for (const name of files) {
  const bytes = await readFile(new URL(`.${name}`, dist));
  const [gzip, brotli] = [gzipSync(bytes, { level: 9 }).length, brotliCompressSync(bytes).length];
  sum = { raw: sum.raw + bytes.length, gzip: sum.gzip + gzip, brotli: sum.brotli + brotli };
  console.log(`${String(brotli).padStart(8)} ${name}`);
}
console.log(
  `candidate: ${sum.raw} bytes, ${sum.gzip} by gzip, ${sum.brotli} by brotli; limit ${LIMIT} by brotli`,
);
if (sum.brotli > LIMIT) process.exit(1);
