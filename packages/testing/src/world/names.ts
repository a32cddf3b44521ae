import type { ApiRequest } from "@kubetick/core";
import { generatedName, generatedUid, hashJson } from "@kubetick/core/pieces";

/** Where a name or a uid comes from: what was asked to be created, and the how many-eth of its kind it is among those in use. */
export interface Birth {
  readonly resource: string;
  readonly body: unknown;
  readonly ordinal: number;
}

/** The seed of all worlds: names say where they come from, not when. */
export const SEED = 1;

/**
 * Names and uids that do not depend on what happened before. A real server's look random; here they follow from what is
 * created. Of several equal objects in use at a time each gets the first ordinal that is free, so one that is gone and
 * forgotten leaves its name to the next.
 */
export class Names {
  readonly #births = new Map<string, Birth>();

  birthOf(token: string): Birth | undefined {
    return this.#births.get(token);
  }

  /** The counter with which the server gives names that `isUsed` says are free. */
  counterFor(request: ApiRequest, isUsed: (token: string) => boolean): number {
    const body = request.body as { readonly metadata?: { readonly generateName?: string; readonly name?: string } };
    const { low } = hashJson([request.resource, request.namespace ?? "", request.body]);
    const base = (low & 0x0fffffff) * 16;
    for (let ordinal = 0; ; ordinal++) {
      const uid = generatedUid(SEED, base + ordinal);
      const name =
        body.metadata?.name === undefined && body.metadata?.generateName !== undefined
          ? generatedName(SEED, base + ordinal, body.metadata.generateName)
          : undefined;
      if (isUsed(uid) || (name !== undefined && isUsed(name))) continue;
      const birth: Birth = { resource: request.resource, body: request.body, ordinal };
      this.#births.set(uid, birth);
      if (name !== undefined) this.#births.set(name, birth);
      return base + ordinal;
    }
  }
}

const TOKEN = /[A-Za-z0-9][A-Za-z0-9.-]*/g;

/** The parts of a text that may be names. */
export function tokensOf(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

/** A text in which each part that may be a name is another one. */
export function withTokens(text: string, other: (token: string) => string): string {
  return text.replace(TOKEN, other);
}
