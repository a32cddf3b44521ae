import type { ClusterState } from "@kubetick/core";
import { Targets, targetOf } from "./targets.ts";
import type { Strategy, UserAction, Which } from "./user-action.ts";

/**
 * An action as one would type it: a kubectl line, or plain words where kubectl has none. With a state, what is only counted is
 * called by its name there.
 *
 * @example describeAction({ act: "setEnv", daemonSet: "default/agent", name: "V", value: "2" })
 *   // kubectl set env daemonset/agent V=2
 */
export function describeAction(action: UserAction, state?: ClusterState): string {
  const name = nameIn(action, state);
  switch (action.act) {
    case "apply": {
      const { kind, metadata } = action.manifest as { kind?: string; metadata?: { name?: string; namespace?: string } };
      return `kubectl apply -f - (${kind} ${metadata?.name})${inNamespace(metadata?.namespace)}`;
    }
    case "setImage":
      return ofDaemonSet("set image", name, `${action.container ?? "*"}=${action.image}`);
    case "setEnv":
      return ofDaemonSet("set env", name, `${action.name}=${action.value}`);
    case "editTemplate":
      return ofDaemonSet("patch", name, `-p '${JSON.stringify({ spec: { template: action.template } })}'`);
    case "rollback":
      return ofDaemonSet(
        "rollout undo",
        name,
        action.toRevision === undefined ? "" : `--to-revision=${action.toRevision}`,
      );
    case "setStrategy":
      return ofDaemonSet("patch", name, `(${describeStrategy(action.strategy)})`);
    case "deleteDaemonSet":
      return ofDaemonSet("delete", name, action.cascade === "orphan" ? "--cascade=orphan" : "");
    case "join":
      return `${action.node.name ?? (state === undefined ? "a node" : new Targets(state).freeNodeName())} joins`;
    case "leave":
      return `kubectl delete node ${name}`;
    case "fail":
      return `the machine of ${name} fails`;
    case "recover":
      return `the machine of ${name} comes back`;
    case "cordon":
    case "uncordon":
      return `kubectl ${action.act} ${name}`;
    case "taint":
      return `kubectl taint node ${name} ${action.key}:${action.effect}`;
    case "untaint":
      return `kubectl taint node ${name} ${action.key}-`;
    case "labelNode":
      return `kubectl label node ${name} ${labelText(action.key, action.value)}`;
    case "deletePod": {
      const [pod, namespace] = split(name);
      return `kubectl delete pod ${pod}${action.now === true ? " --now" : ""}${inNamespace(namespace)}`;
    }
    case "labelPod": {
      const [pod, namespace] = split(name);
      return `kubectl label pod ${pod} ${labelText(action.key, action.value)}${inNamespace(namespace)}`;
    }
  }
}

function describeStrategy(strategy: Strategy): string {
  if (strategy.type === "OnDelete") return "OnDelete";
  return `RollingUpdate, maxUnavailable ${strategy.maxUnavailable}, maxSurge ${strategy.maxSurge}`;
}

/** `namespace/name` or a name; something like `#3` where it is only counted, and there is no state to look it up in. */
function nameIn(action: UserAction, state: ClusterState | undefined): string {
  const found = state && targetOf(action, new Targets(state));
  if (found !== undefined) {
    const { namespace, name } = found.metadata;
    return namespace === undefined ? name : `${namespace}/${name}`;
  }
  const which: Which | undefined =
    "daemonSet" in action
      ? action.daemonSet
      : "pod" in action
        ? action.pod
        : "node" in action
          ? whichNode(action)
          : undefined;
  return typeof which === "number" ? `#${which + 1}` : (which ?? "");
}

function whichNode(action: Extract<UserAction, { node: unknown }>): Which {
  return action.act === "join" ? "" : action.node;
}

function ofDaemonSet(verb: string, key: string, rest: string): string {
  const [name, namespace] = split(key);
  return `kubectl ${verb} daemonset/${name}${rest === "" ? "" : ` ${rest}`}${inNamespace(namespace)}`;
}

function split(key: string): readonly [name: string, namespace: string | undefined] {
  const at = key.indexOf("/");
  return at < 0 ? [key, undefined] : [key.slice(at + 1), key.slice(0, at)];
}

function inNamespace(namespace: string | undefined): string {
  return namespace === undefined || namespace === "default" ? "" : ` -n ${namespace}`;
}

function labelText(key: string, value: string | null): string {
  return value === null ? `${key}-` : `${key}=${value}`;
}
