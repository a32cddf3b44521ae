import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Model, type ModelCode, type ModelExports, modelCodeOf } from "@kubetick/testing";
import type { Client } from "@kubetick/testing/clients";

/**
 * The model that a file has: an ES module, whose default export, or whose export `model`, it is.
 *
 * @throws Error where the file cannot be imported, or has no model
 */
export async function readModelFile(path: string): Promise<Model> {
  const exported = await importFile(path);
  const model = exported.default ?? exported.model;
  if (typeof model?.name !== "string")
    throw new Error(`${path} has no model: its default export should be one, such as { name: "mine", may: [...] }`);
  return model as Model;
}

/**
 * The code that a file has for a token: what it exports as `strategies`, `components` and `invariants`, and what of these
 * there is in its model, if it has one.
 *
 * @throws Error where the file cannot be imported
 */
export async function readModelCode(path: string): Promise<ModelCode> {
  return modelCodeOf(await importFile(path));
}

/**
 * The clients that a file has for a token: what it exports as `clients`.
 *
 * @throws Error where the file cannot be imported
 */
export async function readClients(path: string): Promise<readonly Client[]> {
  const { clients = [] } = (await importFile(path)) as { readonly clients?: readonly Client[] };
  return clients;
}

async function importFile(path: string): Promise<ModelExports> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as ModelExports;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_UNKNOWN_FILE_EXTENSION" && /\.[cm]?ts$/.test(path))
      throw new Error(`${path} is TypeScript, which this Node (${process.version}) cannot read: 22.18 and later can`);
    throw new Error(`${path} cannot be imported: ${message}`);
  }
}
