import { instantNodes } from "@kubetick/core";

/** The nodes of the recorded clusters. On those whose name starts with `slow-` nothing happens by itself. */
export const kwok = instantNodes({ except: (node) => node.startsWith("slow-") });
