import { catalogue } from "./catalogue.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";

/** The texts that every page shares. */
export const shared = catalogue(id, en);
