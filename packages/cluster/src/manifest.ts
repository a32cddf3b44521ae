import { type KubeObject, NotPlain, plainJson } from "@kubetick/core";
import { readDocuments } from "./yaml/documents.ts";

/** YAML with one or more documents, an object, or objects. */
export type Manifest = string | object | readonly object[];

/** Says what is wrong with a manifest's text, and where. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
}

/** The objects of a manifest, in their order; the items of lists one by one. */
export function objectsOf(manifest: Manifest): readonly KubeObject[] {
  const values = typeof manifest === "string" ? parsed(manifest) : Array.isArray(manifest) ? manifest : [manifest];
  return values.flatMap(itemsOf).map(plain).map(checked);
}

function parsed(text: string): unknown[] {
  const values: unknown[] = [];
  try {
    for (const value of readDocuments(text)) values.push(value);
  } catch (error) {
    throw new ManifestError(`document ${values.length + 1}: ${(error as Error).message}`);
  }
  return values;
}

function itemsOf(value: unknown): unknown[] {
  const { kind, items } = (value ?? {}) as { kind?: unknown; items?: unknown };
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items) ? items : [value];
}

/** A value of JavaScript's may be a cycle, or hold what JSON has not. */
function plain(value: unknown, at: number): unknown {
  try {
    return plainJson(value);
  } catch (error) {
    if (!(error instanceof NotPlain)) throw error;
    throw new ManifestError(`object ${at + 1}: ${error.message}`);
  }
}

function checked(value: unknown, at: number): KubeObject {
  const { apiVersion, kind, metadata } = (value ?? {}) as Partial<KubeObject>;
  const where = `object ${at + 1}`;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ManifestError(`${where}: an object is wanted, not ${JSON.stringify(value)}`);
  if (typeof apiVersion !== "string" || apiVersion === "")
    throw new ManifestError(`${where}: apiVersion is missing, such as "apps/v1"`);
  if (typeof kind !== "string" || kind === "")
    throw new ManifestError(`${where}: kind is missing, such as "DaemonSet"`);
  if (typeof metadata !== "object" || metadata === null)
    throw new ManifestError(`${where}: metadata is missing; it holds at least a name`);
  return value as KubeObject;
}
