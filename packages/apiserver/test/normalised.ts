/** What differs from run to run, and what kubetick does not have: `docs/divergences.md`. */
const DROPPED = new Set([
  "uid",
  "resourceVersion",
  "managedFields",
  "storageVersionHash",
  "serverAddressByClientCIDRs",
]);
const UID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

/** A value of an answer without what differs from run to run. */
export function normalised(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(UID, "a uid").replaceAll(TIME, "a time");
  if (Array.isArray(value)) return value.map(normalised);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !DROPPED.has(key));
  return Object.fromEntries(kept.map(([key, part]) => [key, normalised(part)]));
}
