import { hexDigest } from "./identifiers.ts";

/** The image's name with `:latest` where it has neither tag nor digest. Source: pkg/kubelet/images/image_manager.go applyDefaultImageTag. */
export function withDefaultTag(image: string): string {
  const name = image.slice(image.lastIndexOf("/") + 1);
  return image === "" || name.includes(":") || name.includes("@") || name.includes("*") ? image : `${image}:latest`;
}

/** What a runtime says the image is: its repository in full, and a digest. */
export function imageId(image: string): string {
  const tagged = withDefaultTag(image);
  const name = tagged.includes("@") ? tagged.slice(0, tagged.indexOf("@")) : tagged.slice(0, tagged.lastIndexOf(":"));
  return `${repository(name)}@sha256:${hexDigest(tagged)}`;
}

/** Source: github.com/distribution/reference ParseNormalizedNamed. */
function repository(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `docker.io/library/${name}`;
  return first.includes(".") || first.includes(":") || first === "localhost" ? name : `docker.io/${name}`;
}
