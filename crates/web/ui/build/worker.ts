import { createHash } from "node:crypto";
import type { Plugin, Rollup } from "vite";

/** Strings in whatever quotes the minifier chose. */
const CODE = /(["'`])@@CODE@@\1/;
const LATER = /(["'`])@@LATER@@\1/;
const VERSION = "@@VERSION@@";

/**
 * Gives the service worker its lists: what the candidate's page cannot do without, and what it may ask for later on.
 * The version is a hash of both, so that a new build replaces the old code as a whole.
 */
export function worker(page: string): Plugin {
  return {
    name: "ambang:worker",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const sw = bundle["sw.js"];
      if (sw?.type !== "chunk") this.error("the service worker is missing");
      const entry = Object.values(bundle).find(
        (file) => file.type === "chunk" && file.facadeModuleId?.endsWith(`/${page}.html`),
      );
      if (!entry) this.error(`the page ${page} is missing`);
      if (!CODE.test(sw.code) || !LATER.test(sw.code)) {
        this.error("the service worker has no place for its lists");
      }
      const all = reached(bundle, [entry.fileName], true);
      const needed = reached(bundle, [entry.fileName], false);
      for (const name of Object.keys(bundle)) if (/\/(?:theme|icon)-/.test(name)) needed.add(name);
      const code = paths(needed);
      const later = paths([...all].filter((name) => !needed.has(name)));
      const version = hashOf([...code, "", ...later].join("\n"), 12);
      const list = (names: readonly string[]): string => JSON.stringify(names).slice(1, -1);
      sw.code = sw.code
        .replace(CODE, () => list(code))
        .replace(LATER, () => list(later))
        .replace(VERSION, `${version}-${hashOf(sw.code, 8)}`);
    },
  };
}

/** The files that these load, with what they ask for only now and then or without. */
function reached(bundle: Rollup.OutputBundle, from: readonly string[], dynamic: boolean): Set<string> {
  const found = new Set<string>();
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (found.has(name) || chunk?.type !== "chunk") return;
    found.add(name);
    chunk.viteMetadata?.importedCss.forEach((css) => found.add(css));
    chunk.viteMetadata?.importedAssets.forEach((asset) => found.add(asset));
    [...chunk.imports, ...(dynamic ? chunk.dynamicImports : [])].forEach(add);
  };
  from.forEach(add);
  return found;
}

function paths(names: Iterable<string>): string[] {
  return [...names].sort().map((name) => `/${name}`);
}

function hashOf(text: string, digits: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, digits);
}
