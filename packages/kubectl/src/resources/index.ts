export { hasNames } from "./arguments.ts";
export { type FindOptions, Found, find, MissingResource, throwAll } from "./find.ts";
export { fetch, type Info, requestFor, withObject } from "./info.ts";
export { discover, gvkText, gvrText, kindText, Mapper, type Mapping, splitApiVersion } from "./mapping.ts";
