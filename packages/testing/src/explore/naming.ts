import { entries, type KubeObject, type Tree } from "@kubetick/core";
import { type Hash, hashJson, type Table } from "@kubetick/core/pieces";
import type { Run } from "../model/index.ts";
import { FIRST_COMPONENT, LATE, type Part, SURROUNDINGS, type World } from "../world/index.ts";
import { hashText, mixed, NO_HASH, together } from "../world/mix.ts";
import { withTokens } from "../world/names.ts";
import { isTreeRead, type Read, type Reads } from "../world/reads.ts";
import type { ComponentValue, LateInformers } from "../world/values.ts";
import { PartHashes } from "./part-hashes.ts";
import { Slots } from "./slots.ts";

/**
 * Other names for nodes, and what a world's hash is with them. Pods and other objects are called by what they were made
 * from, so that they change their names with their nodes. What is equal with these names has the same hash.
 */
export class Naming {
  readonly #run: Run;
  readonly #slots: Slots;
  readonly #nodes: ReadonlyMap<string, string>;
  readonly #texts = new Map<string, string>();
  readonly #values = new WeakMap<object, Hash>();
  readonly #parts = new PartHashes();

  constructor(run: Run, nodes: ReadonlyMap<string, string>) {
    this.#run = run;
    this.#slots = new Slots(run);
    this.#nodes = nodes;
  }

  hash(world: World): Hash {
    return this.#slots.hash(world, (part, slot) => this.#partHash(part, slot));
  }

  /** Forgets what it knows of parts, but of these. */
  retain(parts: Iterable<number>): void {
    this.#parts.retain(parts);
  }

  #partHash(part: Part, slot: number): Hash {
    const known = this.#parts.get(part.id);
    if (known !== undefined) return known;
    const hash = this.#hashPart(part, slot);
    this.#parts.set(part.id, hash);
    return hash;
  }

  #hashPart(part: Part, slot: number): Hash {
    if (slot === SURROUNDINGS) return this.#hash(part.value);
    if (slot === LATE) return this.#hashLate(part.value as LateInformers);
    if (slot >= FIRST_COMPONENT + this.#run.system.components.length)
      return this.#hashTree((part.value as Table).objects);
    return this.#hashComponent(part.value as ComponentValue);
  }

  #hashComponent({ state, reads }: ComponentValue): Hash {
    const { queue, timers, failures, memory, sync } = state;
    const trees = mixed(
      mixed(this.#hashTree(queue), this.#hashTree(timers.queue)),
      mixed(this.#hashTree(failures), this.#hashTree(memory)),
    );
    if (sync === null) return trees;
    return mixed(trees, mixed(mixed(this.#hash(sync.key), this.#hash(sync.pending)), this.#hashReads(reads)));
  }

  #hashReads(reads: Reads): Hash {
    const fresh: Read[] = [];
    let read = reads;
    while (read !== undefined && !this.#values.has(read)) {
      fresh.push(read);
      read = read.before;
    }
    let hash = read === undefined ? NO_HASH : (this.#values.get(read) as Hash);
    for (const one of fresh.reverse()) hash = mixed(mixed(hash, this.#hash(one.what)), this.#hashFound(one));
    // Whoever has read more has read this much first: of those in between nobody asks.
    if (reads !== undefined) this.#values.set(reads, hash);
    return hash;
  }

  #hashFound(read: Read): Hash {
    if (isTreeRead(read)) return this.#hashTree(read.found as Tree<object>);
    // Lists come in the order of their names.
    return Array.isArray(read.found) ? together(read.found.map((item) => this.#hash(item))) : this.#hash(read.found);
  }

  #hashLate(late: LateInformers): Hash {
    return together(
      Object.entries(late).map(([key, { table, missed, moves }]) => {
        const news = missed.reduce(
          (hash, { type, key: name, object }) =>
            mixed(hash, mixed(mixed(hashText(type), this.#hash(name)), this.#hash(object))),
          NO_HASH,
        );
        return mixed(mixed(hashText(`${key} ${moves}`), this.#hashTree(table.objects)), news);
      }),
    );
  }

  #hashTree(tree: Tree<unknown>): Hash {
    return together(Array.from(entries(tree), ([key, value]) => mixed(this.#hash(key), this.#hash(value))));
  }

  #hash(value: unknown): Hash {
    if (typeof value === "string") return hashText(this.#text(value));
    if (typeof value !== "object" || value === null) return hashJson(value);
    let hash = this.#values.get(value);
    if (hash === undefined) {
      hash = Array.isArray(value) ? this.#hashArray(value) : this.#hashFields(value);
      this.#values.set(value, hash);
    }
    return hash;
  }

  #hashArray(items: readonly unknown[]): Hash {
    return items.reduce<Hash>((hash, item) => mixed(hash, this.#hash(item)), hashText("array"));
  }

  #hashFields(object: object): Hash {
    const metadata = (object as Partial<KubeObject>).metadata;
    const fields = Object.entries(object).filter(([, value]) => value !== undefined);
    const hashes = fields.map(([key, value]) =>
      mixed(this.#hash(key), value === metadata ? this.#hashMetadata(value as object) : this.#hashField(key, value)),
    );
    const hash = mixed(hashText("object"), together(hashes));
    const version = metadata?.resourceVersion;
    if (typeof version !== "string" || this.#run.system.stored.isAsStored(object as KubeObject)) return hash;
    return mixed(hash, this.#hashVersion(version));
  }

  /** The version of an object follows from the object, and is told with it where it is another's. */
  #hashMetadata(metadata: object): Hash {
    const fields = Object.entries(metadata).filter(([key, value]) => key !== "resourceVersion" && value !== undefined);
    return together(fields.map(([key, value]) => mixed(this.#hash(key), this.#hash(value))));
  }

  #hashField(key: string, value: unknown): Hash {
    return key === "resourceVersion" && typeof value === "string" ? this.#hashVersion(value) : this.#hash(value);
  }

  /** A version says which object it is, and that has other names. */
  #hashVersion(version: string): Hash {
    const object = this.#run.system.stored.withVersion(version);
    return mixed(hashText("version"), object === undefined ? hashText(version) : this.#hash(object));
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const renamed = withTokens(text, (token) => this.#token(token));
    this.#texts.set(text, renamed);
    return renamed;
  }

  #token(token: string): string {
    const node = this.#nodes.get(token);
    if (node !== undefined) return `@${node}`;
    const birth = this.#run.system.names.birthOf(token);
    if (birth === undefined) return ADDRESS.test(token) ? "@" : token;
    const { high, low } = mixed(this.#hash(birth.resource), this.#hash(birth.body));
    return `@${high}.${low}.${birth.ordinal}`;
  }
}

/** Addresses and identifiers that kubelets make up from the names of nodes and pods, and that no rule reads. */
export const ADDRESS =
  /^(?:\d+\.\d+\.\d+\.\d+|[0-9a-f]{32,}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;
