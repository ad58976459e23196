import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plugin } from "vite";

/** Files that the pages name themselves. Vite takes them as they are; under a name of their content they are kept. */
const PUBLIC = ["theme.js", "icon.svg"] as const;

/** Gives the files of `public/` a hash in their name, as everything else in `/assets/` has, and the pages that name. */
export function hashed(): Plugin {
  const names = new Map<string, string>();
  return {
    name: "ambang:hashed",
    apply: "build",
    async buildStart() {
      for (const name of PUBLIC) {
        const source = await readFile(join("public", name));
        const hash = createHash("sha256").update(source).digest("base64url").slice(0, 8);
        const fileName = `assets/${name.replace(".", `-${hash}.`)}`;
        names.set(`"/${name}"`, `"/${fileName}"`);
        this.emitFile({ type: "asset", fileName, source });
      }
    },
    transformIndexHtml: {
      order: "post",
      handler: (html) => [...names].reduce((page, [from, to]) => page.replaceAll(from, to), html),
    },
  };
}
