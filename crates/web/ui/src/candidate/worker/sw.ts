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

/** Filled in by the build: what the page cannot do without, and what it asks for when somebody wants it. */
const CODE: readonly string[] = ["@@CODE@@"];
const LATER: readonly string[] = ["@@LATER@@"];
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
  else if ([...CODE, ...LATER].includes(url.pathname)) event.respondWith(code(request, url.pathname));
});

/**
 * The page has just been loaded: what it brought is in the browser's own cache, and asked for no second time. Code has
 * its hash in its name and is good from there.
 */
async function fill(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.put(PAGE, await newPage());
  await cache.addAll(CODE);
  // English, where it was chosen before this worker was there.
  await Promise.all(LATER.map((path) => keep(cache, path, { cache: "only-if-cached", mode: "same-origin" })));
}

/** The page that belongs to this worker's code; with an old one, or one that is newer still, nothing is kept. */
async function newPage(): Promise<Response> {
  for (const cache of ["force-cache", "reload"] as const) {
    const page = await fetch(PAGE, { cache });
    const named = (await page.clone().text()).match(/\/assets\/[\w.-]+/g);
    if (page.ok && named?.every((path) => CODE.includes(path))) return page;
  }
  throw new Error(`${PAGE} is of another build`);
}

/** What cannot be had now may come later. */
async function keep(cache: Cache, path: string, how: RequestInit): Promise<void> {
  const found = await fetch(path, how).catch(() => undefined);
  if (found?.ok) await cache.put(path, found);
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

/** Code has its hash in its name. What was asked for once is there without network too. */
async function code(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(path);
  if (kept) return kept;
  const found = await fetch(request);
  if (found.ok) await cache.put(path, found.clone());
  return found;
}
