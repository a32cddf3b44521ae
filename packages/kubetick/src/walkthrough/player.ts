import { Cluster, dockerDesktop } from "@kubetick/cluster";
import { type KubectlOptions, kubectl } from "@kubetick/kubectl";
import type { Directives } from "./directives.ts";
import type { ConsoleCommand, Part } from "./document.ts";
import { WalkthroughError } from "./document.ts";

/** A command that has been played. */
export interface Played extends ConsoleCommand {
  /** Standard output and standard error, as a terminal shows them. */
  readonly output: string;
}

export interface PlayerOptions extends Pick<KubectlOptions, "readFile" | "listFolder"> {
  readonly seed?: number;
  /** Called with each part as it is played. */
  readonly onPart?: (part: Part) => void;
  readonly onPlayed?: (played: Played) => void;
}

/** Plays a walkthrough, part by part, and returns the cluster as it is in the end. */
export function playWalkthrough(parts: readonly Part[], options: PlayerOptions): Cluster {
  const player = new Player(options);
  for (const part of parts) {
    options.onPart?.(part);
    if (part.type === "directives") player.direct(part.directives);
    else if (part.type === "console") {
      for (const command of part.commands) {
        const played = player.play(command);
        options.onPlayed?.(played);
      }
    }
  }
  return player.cluster;
}

class Player {
  readonly #options: PlayerOptions;
  #edits: [string, string][] = [];
  cluster: Cluster;

  constructor(options: PlayerOptions) {
    this.#options = options;
    this.cluster = new Cluster(this.#seeded());
  }

  /** Follows the directives in the order in which they are written. */
  direct(directives: Directives): void {
    for (const name of Object.keys(directives) as (keyof Directives)[]) this.#follow(name, directives);
  }

  play(command: ConsoleCommand): Played {
    const [program, ...words] = command.command.trim().split(/\s+/);
    if (program !== "kubectl") throw new WalkthroughError(`only kubectl can be played, not: ${command.command}`);
    const { readFile, listFolder } = this.#options;
    const $ = kubectl(this.cluster, {
      ...(readFile && { readFile }),
      ...(listFolder && { listFolder }),
      edit: (text) => this.#edited(text),
    });
    return { ...command, output: $(words.length === 0 ? "" : command.command.trim().slice("kubectl".length)) };
  }

  #seeded() {
    return this.#options.seed === undefined ? {} : { seed: this.#options.seed };
  }

  #follow(name: keyof Directives, directives: Directives): void {
    const { cluster, images, advance, addNode, removeNode, failNode, recoverNode, edit } = directives;
    if (name === "cluster")
      this.cluster =
        cluster === "docker-desktop"
          ? dockerDesktop(this.#seeded())
          : new Cluster({ nodes: cluster as number, ...this.#seeded() }).settle();
    else if (name === "images") this.cluster.setImages(images ?? {});
    else if (name === "advance") this.cluster.advance(advance ?? 0);
    else if (name === "settle") this.cluster.settle();
    else if (name === "addNode") this.cluster.addNode(addNode as string);
    else if (name === "removeNode") this.cluster.removeNode(removeNode as string);
    else if (name === "failNode") this.cluster.failNode(failNode as string);
    else if (name === "recoverNode") this.cluster.recoverNode(recoverNode as string);
    else this.#edits = Object.entries(edit ?? {});
  }

  #edited(text: string): string {
    const edits = this.#edits;
    this.#edits = [];
    return edits.reduce((current, [old, replacement]) => {
      if (!current.includes(old))
        throw new WalkthroughError(
          `the edit wants to replace ${JSON.stringify(old)}, and the editor shows no such text:\n${current}`,
        );
      return current.replace(old, () => replacement);
    }, text);
  }
}
