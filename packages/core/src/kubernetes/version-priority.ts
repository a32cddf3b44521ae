/**
 * Orders versions as Kubernetes prefers them: `v2`, `v1`, `v2beta1`, `v1beta2`, `v1alpha1`, then all other names by their
 * text. Source: staging/src/k8s.io/apimachinery/pkg/version/helpers.go CompareKubeAwareVersionStrings.
 */
export function compareVersionPriority(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  if (left === undefined || right === undefined) {
    if (left !== undefined) return -1;
    if (right !== undefined) return 1;
    return a === b ? 0 : a < b ? -1 : 1;
  }
  for (const [i, part] of left.entries()) {
    const difference = (right[i] ?? 0) - part;
    if (difference !== 0) return difference;
  }
  return 0;
}

const STABILITY: ReadonlyMap<string, number> = new Map([
  ["alpha", 0],
  ["beta", 1],
]);
const GENERALLY_AVAILABLE = 2;

/** Stability, major, minor: the larger the better. */
function parseVersion(text: string): readonly [number, number, number] | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, major, stability, minor] = match;
  return [STABILITY.get(stability ?? "") ?? GENERALLY_AVAILABLE, Number(major), Number(minor ?? 0)];
}
