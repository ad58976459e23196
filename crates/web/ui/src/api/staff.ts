/** Staff, under short names; the shapes are generated from OpenAPI. */

import type { components } from "./types.d.ts";

type Schemas = components["schemas"];

export type Role = Schemas["Role"];
export type Grant = Schemas["Grant"];
export type User = Schemas["User"];
