import { catalogue } from "./catalogue.ts";
import { id } from "./id.ts";

/** The texts that every page shares. */
export const shared = catalogue(id, async () => (await import("./en.ts")).en);
