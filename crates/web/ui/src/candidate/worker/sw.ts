/**
 * The service worker of the candidate's page. It keeps the page's own code, so that a reload without network
 * brings the page back. It keeps nothing else: no paper, no picture, no answer of the API.
 */
export {};

interface Lifetime extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Fetching extends Lifetime {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

interface Worker {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: Lifetime) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
}

const worker = self as unknown as Worker;

/** Filled in by the build. */
const CODE: readonly string[] = ["@@CODE@@"];
const PAGE = "/ujian";
const PREFIX = "ambang-candidate-";
const CACHE = `${PREFIX}@@VERSION@@`;
/** A page that does not come in this time is taken from the cache: the network is there in name only. */
const PAGE_WAIT_MS = 4_000;

worker.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (CODE.includes(url.pathname)) event.respondWith(code(request, url.pathname));
});

async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  // Not from the browser's own cache: an old page must not be kept with new code.
  await cache.addAll([PAGE, ...CODE].map((path) => new Request(path, { cache: "reload" })));
}

async function dropOld(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The newest page while there is a network, else the kept one. */
async function page(event: Fetching): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(PAGE);
  const fresh = fetch(event.request);
  if (!kept) return fresh;
  const late = new Promise<Response>((resolve) => setTimeout(() => resolve(kept.clone()), PAGE_WAIT_MS));
  const good = fresh.then(
    (response) => (response.ok ? response : kept),
    () => kept,
  );
  return Promise.race([good, late]);
}

/** Code has its hash in its name, or belongs to this worker's version. */
async function code(request: Request, path: string): Promise<Response> {
  const kept = await (await caches.open(CACHE)).match(path);
  return kept ?? fetch(request);
}
