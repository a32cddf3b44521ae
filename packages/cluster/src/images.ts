import type { Behaviour, ImageBehaviour, ImageBehaviourSpec } from "@kubetick/core";

/**
 * How containers behave, by image (`*` stands for any characters; without a tag, any tag is meant). The value may
 * narrow itself down to a node, or to containers with certain environment variables.
 *
 * @example { "nginx:1.29": runs(), "broken/*": crashes({ after: 5_000 }) }
 */
export type Images = Readonly<Record<string, Behaviour | ImageBehaviourSpec | readonly ImageBehaviourSpec[]>>;

/** The objects of the cluster that hold these behaviours. */
export function imageBehaviours(images: Images): readonly ImageBehaviour[] {
  if (!isObject(images))
    throw new TypeError(`images are an object, such as { "nginx:*": runs() }, and not ${String(images)}`);
  return Object.entries(images).flatMap(([image, behaviour]) => {
    const specs = (Array.isArray(behaviour) ? behaviour : [behaviour]) as readonly ImageBehaviourSpec[];
    const odd = specs.find((spec) => !isObject(spec));
    if (odd !== undefined)
      throw new TypeError(`the image ${image} needs a behaviour, such as runs(), and not ${String(odd)}`);
    return specs.map((spec, at) => imageBehaviour({ image, ...spec }, at));
  });
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function imageBehaviour(spec: ImageBehaviourSpec, at: number): ImageBehaviour {
  const metadata = {
    name: `${objectName(spec.image ?? "*")}${at === 0 ? "" : `.${at}`}`,
  } as ImageBehaviour["metadata"];
  return { apiVersion: "sim.kubetick.dev/v1", kind: "ImageBehaviour", metadata, spec };
}

/** A name that an object may have, from an image's: what is not allowed is written as its code. */
function objectName(image: string): string {
  const name = Array.from(image, (character) =>
    /[a-z0-9]/.test(character) ? character : `-${(character.codePointAt(0) as number).toString(16)}-`,
  ).join("");
  return `i${name}e`;
}
