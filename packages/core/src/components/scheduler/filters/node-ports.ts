import type { ContainerPort, Pod } from "../../../kubernetes/types.ts";
import type { Filter } from "./filter.ts";

const ANY_ADDRESS = "0.0.0.0";

/** No two pods of a node listen on the same port of the node. Source: plugins/nodeports/node_ports.go Filter. */
export const nodePorts: Filter = (pod, info) => {
  const wanted = hostPorts(pod);
  if (wanted.length === 0 || !info.pods.some((other) => portsConflict(wanted, hostPorts(other)))) return undefined;
  return {
    plugin: "NodePorts",
    reasons: ["node(s) didn't have free ports for the requested pod ports"],
    unresolvable: false,
  };
};

/** The ports of the node that a pod takes, those of its sidecars included. Source: pkg/scheduler/util/utils.go GetHostPorts. */
export function hostPorts(pod: Pod): readonly ContainerPort[] {
  const sidecars = (pod.spec?.initContainers ?? []).filter((container) => container.restartPolicy === "Always");
  return [...sidecars, ...(pod.spec?.containers ?? [])].flatMap(
    (container) => container.ports?.filter((port) => (port.hostPort ?? 0) > 0) ?? [],
  );
}

export function portsConflict(wanted: readonly ContainerPort[], used: readonly ContainerPort[]): boolean {
  return wanted.some((port) => used.some((other) => samePort(port, other)));
}

/** Source: kube-scheduler/framework/types.go HostPortInfo.CheckConflict. */
function samePort(a: ContainerPort, b: ContainerPort): boolean {
  if (a.hostPort !== b.hostPort || protocol(a) !== protocol(b)) return false;
  const [left, right] = [address(a), address(b)];
  return left === right || left === ANY_ADDRESS || right === ANY_ADDRESS;
}

function protocol(port: ContainerPort): string {
  return port.protocol || "TCP";
}

function address(port: ContainerPort): string {
  return port.hostIP || ANY_ADDRESS;
}
