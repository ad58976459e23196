import type { Connect, Plugin } from "vite";

/** The pages: the path that people open, and the file behind it. */
export const PAGES: Readonly<Record<string, string>> = {
  "/": "index.html",
  "/ujian": "ujian.html",
  "/pengawas": "pengawas.html",
  "/panitia": "panitia.html",
};

/** Lets the development and preview servers answer the same paths as the real one. */
export function pages(): Plugin {
  const rewrite: Connect.NextHandleFunction = (request, _response, next) => {
    const [path = "/", query] = (request.url ?? "/").split("?");
    const file = PAGES[path];
    if (file) request.url = `/${file}${query === undefined ? "" : `?${query}`}`;
    next();
  };
  return {
    name: "ambang:pages",
    configureServer: (server) => void server.middlewares.use(rewrite),
    configurePreviewServer: (server) => void server.middlewares.use(rewrite),
  };
}
