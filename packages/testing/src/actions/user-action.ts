import type { JoiningNode } from "@kubetick/cluster";

/** One of several objects: by name, or the so-manieth (of as many as there are; past the last it begins again). */
export type Which = string | number;

type Amount = number | string;

/** How a DaemonSet replaces its pods. */
export type Strategy =
  | { readonly type: "OnDelete" }
  | { readonly type: "RollingUpdate"; readonly maxUnavailable: Amount; readonly maxSurge: Amount };

/**
 * Something that people do to a cluster, as plain JSON. It stays meaningful whatever is left of a history: an object is named or
 * counted, and where there is none the action does nothing. DaemonSets are named `namespace/name`.
 */
export type UserAction =
  /** `kubectl apply` of one object. */
  | { readonly act: "apply"; readonly manifest: object }
  /** `kubectl set image`: of the first container where none is named. */
  | { readonly act: "setImage"; readonly daemonSet: Which; readonly image: string; readonly container?: string }
  /** `kubectl set env` of the first container: a new template. */
  | { readonly act: "setEnv"; readonly daemonSet: Which; readonly name: string; readonly value: string }
  /** `kubectl patch`: a strategic merge patch of the template. */
  | { readonly act: "editTemplate"; readonly daemonSet: Which; readonly template: object }
  /** `kubectl rollout undo`: to the revision before, or to the one with this number. */
  | { readonly act: "rollback"; readonly daemonSet: Which; readonly toRevision?: number }
  /** Another update strategy, or other limits. */
  | { readonly act: "setStrategy"; readonly daemonSet: Which; readonly strategy: Strategy }
  | { readonly act: "deleteDaemonSet"; readonly daemonSet: Which; readonly cascade?: "background" | "orphan" }
  /** A node joins. Without a name it is `node-N`, the first that is free. */
  | { readonly act: "join"; readonly node: Omit<JoiningNode, "name"> & { readonly name?: string } }
  /** A node's object is deleted, and its machine is gone. */
  | { readonly act: "leave"; readonly node: Which }
  /** A node's machine fails silently, or comes back. */
  | { readonly act: "fail"; readonly node: Which }
  | { readonly act: "recover"; readonly node: Which }
  | { readonly act: "cordon"; readonly node: Which }
  | { readonly act: "uncordon"; readonly node: Which }
  | { readonly act: "taint"; readonly node: Which; readonly key: string; readonly effect: TaintEffect }
  /** All taints of the key go. */
  | { readonly act: "untaint"; readonly node: Which; readonly key: string }
  /** A value of null takes the label away. */
  | { readonly act: "labelNode"; readonly node: Which; readonly key: string; readonly value: string | null }
  /** A pod of a DaemonSet. `now`: without its grace period. */
  | { readonly act: "deletePod"; readonly pod: Which; readonly now?: boolean }
  | { readonly act: "labelPod"; readonly pod: Which; readonly key: string; readonly value: string | null };

export type TaintEffect = "NoSchedule" | "PreferNoSchedule" | "NoExecute";
