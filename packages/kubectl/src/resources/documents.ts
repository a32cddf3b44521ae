import { readDocuments } from "@kubetick/cluster";
import type { Json } from "@kubetick/core";
import { KubectlError } from "../command-error.ts";

/** The documents of a file, in order, as far as they can be read. @throws KubectlError `error parsing FILE: …`. */
export function* documents(text: string, source: string): Generator<Json> {
  const values = readDocuments(text);
  while (true) {
    const { done, value } = next(values, source);
    if (done) return;
    yield value;
  }
}

function next(values: Generator<Json>, source: string): IteratorResult<Json> {
  try {
    return values.next();
  } catch (error) {
    throw new KubectlError(`error parsing ${source}: ${(error as Error).message}`);
  }
}
