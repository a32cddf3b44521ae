import type { ApiRequest, Behaviour, ImageBehaviourSpec } from "@kubetick/core";

/**
 * How containers behave, by image (`*` stands for any characters; without a tag, any tag is meant). The value may
 * narrow itself down to a node, or to containers with certain environment variables.
 *
 * @example { "nginx:1.29": runs(), "broken/*": crashes({ after: 5_000 }) }
 */
export type Images = Readonly<Record<string, Behaviour | ImageBehaviourSpec | readonly ImageBehaviourSpec[]>>;

/** The requests that store behaviours as the cluster's own objects, one for each. */
export function imageRequests(images: Images): readonly ApiRequest[] {
  return Object.entries(images).flatMap(([image, behaviour]) =>
    (Array.isArray(behaviour) ? (behaviour as readonly ImageBehaviourSpec[]) : [behaviour as ImageBehaviourSpec]).map(
      (spec, at) => imageRequest({ image, ...spec }, at),
    ),
  );
}

function imageRequest(spec: ImageBehaviourSpec, at: number): ApiRequest {
  const name = `${objectName(spec.image ?? "*")}${at === 0 ? "" : `.${at}`}`;
  const body = { apiVersion: "sim.kubetick.dev/v1", kind: "ImageBehaviour", metadata: { name }, spec };
  return { verb: "update", resource: "imagebehaviours.sim.kubetick.dev", name, body };
}

/** A name that an object may have, from an image's: what is not allowed is written as its code. */
function objectName(image: string): string {
  const name = Array.from(image, (character) =>
    /[a-z0-9]/.test(character) ? character : `-${(character.codePointAt(0) as number).toString(16)}-`,
  ).join("");
  return `i${name}e`;
}
