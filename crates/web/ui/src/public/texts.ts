import { catalogue } from "../i18n/catalogue.ts";
import { id } from "./id.ts";

export const texts = catalogue(id, async () => (await import("./en.ts")).en);
