import type { Pod, Toleration } from "../../kubernetes/types.ts";

/**
 * A pod stays for five minutes on a node that is not ready or cannot be reached, if it does not say otherwise.
 * Source: plugin/pkg/admission/defaulttolerationseconds/admission.go.
 */
const DEFAULTS: readonly Toleration[] = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"].map((key) =>
  Object.freeze({ key, operator: "Exists", effect: "NoExecute", tolerationSeconds: 300 }),
);

/** The pod with the tolerations that it lacks, on creation and on update; the same reference where it lacks none. */
export function addDefaultTolerations(pod: Pod): Pod {
  const own = pod.spec?.tolerations ?? [];
  const missing = DEFAULTS.filter((toleration) => !own.some((each) => covers(each, toleration.key ?? "")));
  if (missing.length === 0 || pod.spec === undefined) return pod;
  const all = own.length === 0 && missing.length === DEFAULTS.length ? DEFAULTS : [...own, ...missing];
  return { ...pod, spec: { ...pod.spec, tolerations: all } };
}

/** Any toleration of the taint's key counts, of every effect or of `NoExecute`; its operator and value do not matter. */
function covers({ key, effect }: Toleration, taint: string): boolean {
  return (!key || key === taint) && (!effect || effect === "NoExecute");
}
