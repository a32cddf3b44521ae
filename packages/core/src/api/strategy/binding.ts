import type { Binding, Pod } from "../../kubernetes/types.ts";

// STAND-IN until the real one is here.
export function bindPod(pod: Pod, binding: Binding): Pod | string {
  return { ...pod, spec: { ...pod.spec!, nodeName: binding.target.name! } };
}
