import type { Page, Route } from "playwright-core";

/** Every answer of the API whose path fits is this refusal, as the server or a proxy before it gives it. */
export async function refuse(page: Page, path: string, status: number): Promise<() => Promise<void>> {
  const codes: Record<number, string> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    500: "internal",
    503: "unavailable",
  };
  const code = codes[status];
  const answer = (route: Route): Promise<void> =>
    route.fulfill({
      status,
      headers: { "retry-after": "20" },
      contentType: code ? "application/problem+json" : "text/html",
      body: code ? JSON.stringify({ code, status, request_id: "00000000000b" }) : "<h1>Too many</h1>",
    });
  const where = `**/api/v1/${path}`;
  await page.route(where, answer);
  return () => page.unroute(where, answer);
}
