export { hasNames } from "./arguments.ts";
export { find, Found, MissingResource, throwAll, type FindOptions } from "./find.ts";
export { fetch, requestFor, withObject, type Info } from "./info.ts";
export { discover, gvkText, gvrText, kindText, Mapper, splitApiVersion, type Mapping } from "./mapping.ts";
