/**
 * Whether two parts of objects mean the same to the API: absent, null, empty text, empty lists and empty maps are alike.
 * Parts that are the same reference are not looked into.
 *
 * Source: staging/src/k8s.io/apimachinery/pkg/api/equality/semantic.go. Go tells a map from a pointer by its type; here
 * the names in `POINTERS` say where an empty object is not the same as none.
 */
export function semanticEqual(a: unknown, b: unknown, name = ""): boolean {
  if (a === b) return true;
  if (isEmpty(a, name) || isEmpty(b, name)) return isEmpty(a, name) && isEmpty(b, name);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => semanticEqual(item, b[i]))
    );
  }
  return sameFields(a as Fields, b as Fields);
}

type Fields = Readonly<Record<string, unknown>>;

const POINTERS: ReadonlySet<string> = new Set([
  "emptyDir",
  "securityContext",
  "selector",
  "labelSelector",
  "namespaceSelector",
  "affinity",
  "nodeAffinity",
  "podAffinity",
  "podAntiAffinity",
  "rollingUpdate",
  "dnsConfig",
  "downwardAPI",
  "lifecycle",
  "grpc",
  "os",
]);

function isEmpty(value: unknown, name: string): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  if (typeof value !== "object" || POINTERS.has(name)) return false;
  for (const part of Object.keys(value)) if (!isEmpty((value as Fields)[part], part)) return false;
  return true;
}

function sameFields(a: Fields, b: Fields): boolean {
  for (const name of Object.keys(a)) {
    if (!semanticEqual(a[name], Object.hasOwn(b, name) ? b[name] : undefined, name)) return false;
  }
  for (const name of Object.keys(b)) {
    if (!Object.hasOwn(a, name) && !isEmpty(b[name], name)) return false;
  }
  return true;
}
