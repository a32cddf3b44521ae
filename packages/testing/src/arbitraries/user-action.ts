import fc from "fast-check";
import type { UserAction } from "../actions/index.ts";
import { daemonSet } from "./daemon-set.ts";
import { IMAGES, LABEL_KEYS, LABEL_VALUES, node, strategy, TAINT_KEYS, taintEffect } from "./values.ts";

/** Which of several: they are counted, so that an action keeps its sense while a history shrinks. Shrinks to the first. */
function which(): fc.Arbitrary<number> {
  return fc.nat({ max: 9 });
}

type Act = UserAction["act"];
type ActionOf<A extends Act> = Extract<UserAction, { act: A }>;

/** An arbitrary of each kind of action, but for `apply`: what may be applied depends on the test. */
const KINDS: { readonly [A in Exclude<Act, "apply">]: () => fc.Arbitrary<ActionOf<A>> } = {
  setEnv: () => of("setEnv", { daemonSet: which(), name: fc.constant("V"), value: fc.constantFrom("1", "2", "3") }),
  setImage: () => of("setImage", { daemonSet: which(), image: fc.constantFrom(...IMAGES) }),
  editTemplate: () =>
    of("editTemplate", {
      daemonSet: which(),
      template: fc
        .tuple(fc.constantFrom(...LABEL_KEYS), fc.constantFrom(...LABEL_VALUES))
        .map(([key, value]) => ({ metadata: { annotations: { [key]: value } } })),
    }),
  rollback: () => of("rollback", { daemonSet: which() }),
  setStrategy: () => of("setStrategy", { daemonSet: which(), strategy: strategy() }),
  deletePod: () => of("deletePod", { pod: which(), now: fc.boolean() }),
  labelPod: () =>
    of("labelPod", { pod: which(), key: fc.constant("app"), value: fc.constantFrom<string | null>("another", null) }),
  join: () => of("join", { node: node().map(({ name: _, ...rest }) => rest) }),
  leave: () => of("leave", { node: which() }),
  cordon: () => of("cordon", { node: which() }),
  uncordon: () => of("uncordon", { node: which() }),
  taint: () => of("taint", { node: which(), key: fc.constantFrom(...TAINT_KEYS), effect: taintEffect() }),
  untaint: () => of("untaint", { node: which(), key: fc.constantFrom(...TAINT_KEYS) }),
  labelNode: () =>
    of("labelNode", {
      node: which(),
      key: fc.constantFrom(...LABEL_KEYS),
      value: fc.constantFrom<string | null>(...LABEL_VALUES, null),
    }),
  fail: () => of("fail", { node: which() }),
  recover: () => of("recover", { node: which() }),
  deleteDaemonSet: () =>
    of("deleteDaemonSet", { daemonSet: which(), cascade: fc.constantFrom("background" as const, "orphan" as const) }),
};

function of<A extends Act>(
  act: A,
  fields: { readonly [K in Exclude<keyof ActionOf<A>, "act">]?: fc.Arbitrary<ActionOf<A>[K]> },
): fc.Arbitrary<ActionOf<A>> {
  return fc.record({ act: fc.constant(act), ...fields } as never) as unknown as fc.Arbitrary<ActionOf<A>>;
}

export type ActionKind = keyof typeof KINDS;

export const actionKinds = Object.keys(KINDS) as readonly ActionKind[];

export interface UserActionConstraints {
  /** Which kinds of actions. Default: all but `deleteDaemonSet`; the DaemonSet of `apply` comes with `applies`. */
  readonly kinds?: readonly ActionKind[];
  /** DaemonSets of this name may be applied in new forms, too. Default: none. */
  readonly applies?: string;
}

/** Something that people do to a cluster. Shrinks to a change of an environment variable, of the first DaemonSet. */
export function userAction({
  kinds = actionKinds.filter((kind) => kind !== "deleteDaemonSet"),
  applies,
}: UserActionConstraints = {}): fc.Arbitrary<UserAction> {
  const each: fc.Arbitrary<UserAction>[] = kinds.map((kind) => KINDS[kind]());
  if (applies !== undefined)
    each.push(daemonSet({ name: applies }).map((manifest): UserAction => ({ act: "apply", manifest })));
  return fc.oneof({ withCrossShrink: true }, ...each);
}
