import { type Component, instantNodes } from "@kubetick/core";

/** The nodes of the recorded clusters. On those whose name starts with `slow-` nothing happens by itself. */
const except = (node: string) => node.startsWith("slow-");

/** What these nodes say of themselves the scenario says. */
const mute = (node: string) => node.startsWith("mute-");

/**
 * The components, with kwok in the place of the kubelets. A pod that is deleted is gone at once, but not before all that act
 * at once have seen that it is being deleted.
 */
export function withKwok(components: readonly Component[]): Component[] {
  const starts = instantNodes({ except, mute, part: "starts" });
  const ends = instantNodes({ except, mute, part: "ends" });
  return [...components.map((each) => (each.name === "kubelet" ? starts : each)), ends];
}
