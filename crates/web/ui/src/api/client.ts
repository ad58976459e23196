import { NoAnswer, Problem, type ProblemBody } from "./problem.ts";

export interface Ask {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Sent as JSON; a `FormData` or `Blob` as it is. */
  readonly body?: unknown;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** After this the request is given up. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** An answer with the moments around it, on the page's monotonic clock. */
export interface Answered<T> {
  readonly body: T;
  readonly sentAt: number;
  readonly receivedAt: number;
}

const TIMEOUT_MS = 15_000;
const BASE = "/api/v1";

/**
 * One request to the API.
 *
 * @throws {Problem} when the server refuses
 * @throws {NoAnswer} when no answer comes
 */
export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  return (await askTimed<T>(path, options)).body;
}

/** The same, with the moments of sending and receiving. */
export async function askTimed<T>(path: string, options: Ask = {}): Promise<Answered<T>> {
  const sentAt = performance.now();
  const response = await request(path, options, readJson);
  return { body: response as T, sentAt, receivedAt: performance.now() };
}

/** The same for bytes: pictures, documents. */
export async function askBytes(path: string, options: Ask = {}): Promise<Blob> {
  return request(path, options, (response) => response.blob());
}

async function request<T>(path: string, options: Ask, read: (response: Response) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    abort.abort();
  }, options.timeoutMs ?? TIMEOUT_MS);
  const give_up = (): void => abort.abort();
  if (options.signal?.aborted) give_up();
  options.signal?.addEventListener("abort", give_up);
  try {
    const response = await fetch(url(path, options.query), { ...init(options), signal: abort.signal });
    if (!response.ok) throw await problem(response);
    return await read(response);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new NoAnswer(late ? "timeout" : options.signal?.aborted ? "aborted" : "network");
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", give_up);
  }
}

function url(path: string, query: Ask["query"]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return BASE + path + (text && `?${text}`);
}

function init({ method, body }: Ask): RequestInit {
  const common: RequestInit = { credentials: "same-origin", cache: "no-store", redirect: "error" };
  if (body === undefined) return { ...common, method: method ?? "GET" };
  if (body instanceof FormData || body instanceof Blob) return { ...common, method: method ?? "POST", body };
  const headers = { "content-type": "application/json" };
  return { ...common, method: method ?? "POST", headers, body: JSON.stringify(body) };
}

async function readJson(response: Response): Promise<unknown> {
  if (response.status === 204) return undefined;
  return response.json();
}

async function problem(response: Response): Promise<Problem> {
  let body: ProblemBody = { code: "" };
  try {
    const read: unknown = await response.json();
    if (typeof read === "object" && read !== null && "code" in read) body = read as ProblemBody;
  } catch {
    // A proxy's page instead of a problem: the status tells enough.
  }
  const seconds = Number(response.headers.get("retry-after"));
  return new Problem(response.status, body, seconds > 0 ? seconds * 1_000 : undefined);
}
