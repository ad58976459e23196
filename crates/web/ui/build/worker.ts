import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** A string in whatever quotes the minifier chose. */
const LIST = /(["'`])@@CODE@@\1/;
const VERSION = "@@VERSION@@";

/**
 * Gives the service worker its list: the candidate's page with everything that it loads, and nothing else.
 * The version is a hash of that list, so that a new build replaces the old code as a whole.
 */
export function worker(page: string): Plugin {
  return {
    name: "ambang:worker",
    apply: "build",
    enforce: "post",
    generateBundle(_options, bundle) {
      const sw = bundle["sw.js"];
      if (sw?.type !== "chunk") this.error("the service worker is missing");
      const code = new Set<string>();
      const add = (name: string): void => {
        const chunk = bundle[name];
        if (code.has(name) || chunk?.type !== "chunk") return;
        code.add(name);
        chunk.viteMetadata?.importedCss.forEach((css) => code.add(css));
        chunk.viteMetadata?.importedAssets.forEach((asset) => code.add(asset));
        [...chunk.imports, ...chunk.dynamicImports].forEach(add);
      };
      const entry = Object.values(bundle).find(
        (file) => file.type === "chunk" && file.facadeModuleId?.endsWith(`/${page}.html`),
      );
      if (!entry) this.error(`the page ${page} is missing`);
      add(entry.fileName);
      if (!LIST.test(sw.code)) this.error("the service worker has no place for its list");
      const list = [...code].sort().map((name) => `/${name}`);
      list.push("/theme.js", "/icon.svg");
      const version = createHash("sha256").update(list.join("\n")).digest("hex").slice(0, 12);
      sw.code = sw.code
        .replace(LIST, () => JSON.stringify(list).slice(1, -1))
        .replace(VERSION, `${version}-${hashOf(sw.code)}`);
    },
  };
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
