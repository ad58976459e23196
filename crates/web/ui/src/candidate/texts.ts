import { catalogue } from "../i18n/catalogue.ts";
import { en } from "./en.ts";
import { id } from "./id.ts";

export const texts = catalogue(id, en);
