import type { IntOrString } from "../../kubernetes/types.ts";

/**
 * A number as it is, or a percentage of `total`, rounded up or down. NaN for what is neither (real: an error).
 * Source: staging/src/k8s.io/apimachinery/pkg/util/intstr/intstr.go GetScaledValueFromIntOrPercent.
 */
export function scaledValue(value: IntOrString | undefined, total: number, round: "up" | "down"): number {
  if (typeof value === "number") return value;
  const percent = /^([+-]?\d+)%$/.exec(value ?? "");
  if (percent === null) return Number.NaN;
  const scaled = (Number(percent[1]) * total) / 100;
  return round === "up" ? Math.ceil(scaled) : Math.floor(scaled);
}
