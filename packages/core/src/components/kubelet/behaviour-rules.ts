import type { KubeObject } from "../../api/request.ts";
import type { Container } from "../../kubernetes/types.ts";
import type { Tree } from "../../store/tree.ts";
import type { ClusterView } from "../../store/view.ts";
import type { Behaviour } from "./behaviour.ts";
import { checkedBehaviour } from "./checked-behaviour.ts";
import { withDefaultTag } from "./image-name.ts";

export const IMAGE_BEHAVIOURS = "imagebehaviours.sim.kubetick.dev";

/** Says of containers how they behave. Cluster-scoped; the name is free. */
export interface ImageBehaviour extends KubeObject {
  readonly apiVersion: "sim.kubetick.dev/v1";
  readonly kind: "ImageBehaviour";
  readonly spec: ImageBehaviourSpec;
}

/** Which containers, and what they do. `*` stands for any characters in `image` and `node`. */
export type ImageBehaviourSpec = Behaviour & {
  /** Default: `*`. A name without a tag means any tag. */
  readonly image?: string;
  /** Only on nodes of this name. */
  readonly node?: string;
  /** Only containers with all of these environment variables: this is how one revision of a template differs from another. */
  readonly env?: Readonly<Record<string, string>>;
};

/** A rule that is ready to be matched, and how much it narrows down. */
interface Rule {
  readonly behaviour: Behaviour;
  readonly env: Readonly<Record<string, string>>;
  readonly image: (name: string) => boolean;
  readonly node: (name: string) => boolean;
  readonly weight: readonly number[];
  readonly name: string;
}

const compiled = new WeakMap<Tree<ImageBehaviour>, readonly Rule[]>();
const NOTHING: Behaviour = {};

/**
 * The behaviour of a container on a node: that of the rule which says most exactly what it is about (more environment
 * variables, then a node, then the longer image pattern; then the first by name). Nothing where none matches.
 */
export function behaviourOf(view: ClusterView, container: Container, node: string): Behaviour {
  const rules = rulesOf(view);
  if (rules.length === 0) return NOTHING;
  const image = withDefaultTag(container.image ?? "");
  return (
    rules.find((rule) => rule.image(image) && rule.node(node) && hasEnv(container, rule.env))?.behaviour ?? NOTHING
  );
}

function rulesOf(view: ClusterView): readonly Rule[] {
  const tree = view.tree<ImageBehaviour>(IMAGE_BEHAVIOURS);
  let rules = compiled.get(tree);
  if (rules === undefined) {
    rules = view.list<ImageBehaviour>(IMAGE_BEHAVIOURS).map(compile).sort(byExactness);
    compiled.set(tree, rules);
  }
  return rules;
}

function compile(object: ImageBehaviour): Rule {
  const spec: Record<string, unknown> = isRecord(object.spec) ? object.spec : {};
  const image = typeof spec["image"] === "string" ? spec["image"] : "*";
  const node = typeof spec["node"] === "string" ? spec["node"] : "*";
  const env = (isRecord(spec["env"]) ? spec["env"] : {}) as Readonly<Record<string, string>>;
  return {
    behaviour: checkedBehaviour(spec),
    env,
    image: imageMatcher(image),
    node: matcher(node),
    weight: [Object.keys(env).length, node === "*" ? 0 : node.length, image === "*" ? 0 : image.length],
    name: object.metadata.name ?? "",
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byExactness(a: Rule, b: Rule): number {
  for (const [i, weight] of a.weight.entries()) {
    const difference = (b.weight[i] ?? 0) - weight;
    if (difference !== 0) return difference;
  }
  return a.name < b.name ? -1 : 1;
}

function imageMatcher(pattern: string): (name: string) => boolean {
  const exact = matcher(pattern);
  if (withDefaultTag(pattern) === pattern) return exact;
  const tagged = matcher(`${pattern}:*`);
  return (name) => exact(name) || tagged(name);
}

/** Matches piece by piece: no regular expression is made of what a user wrote. */
function matcher(pattern: string): (name: string) => boolean {
  const [head = "", ...pieces] = pattern.split("*");
  const tail = pieces.pop();
  if (tail === undefined) return (name) => name === pattern;
  return (name) => {
    if (!name.startsWith(head) || name.length < head.length + tail.length || !name.endsWith(tail)) return false;
    let at = head.length;
    for (const piece of pieces) {
      const found = name.indexOf(piece, at);
      if (found < 0 || found + piece.length > name.length - tail.length) return false;
      at = found + piece.length;
    }
    return true;
  };
}

function hasEnv(container: Container, wanted: Readonly<Record<string, string>>): boolean {
  return Object.keys(wanted).every((name) => {
    const value = container.env?.findLast((variable) => variable.name === name)?.value;
    return value !== undefined && value === wanted[name];
  });
}
