import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { resourceByName } from "../kubernetes/resources.ts";
import type { Node, Status } from "../kubernetes/types.ts";
import { taintNewNode } from "./admit/taint-nodes-by-condition.ts";
import type { FieldError } from "./field-error.ts";
import type { KubeObject } from "./request.ts";
import { invalid } from "./status.ts";
import { strategyFor } from "./strategies.ts";
import { validateNamespaceFinalizeUpdate } from "./validate/namespace.ts";

/** One request to a kube-apiserver v1.37.2, and what it answered. Times, uids, versions and pod templates are left out. */
interface Recorded {
  readonly name: string;
  readonly resource: string;
  readonly subresource?: "status" | "finalize";
  readonly code: number;
  /** The object as stored before; absent where the request creates one. */
  readonly old?: KubeObject;
  readonly body: KubeObject;
  readonly failure?: Pick<Status, "message" | "reason" | "details">;
  readonly object?: KubeObject;
  readonly warnings?: readonly string[];
}

const url = new URL("./recorded/validation.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as readonly Recorded[];

interface Outcome {
  readonly object: KubeObject;
  readonly errors: readonly FieldError[];
  readonly warnings: readonly string[];
}

/** The calls that the pipeline makes, in its order. */
function create({ resource, body, object, failure }: Recorded): Outcome {
  const strategy = strategyFor(resource);
  const generated = body.metadata.generateName ? (object?.metadata.name ?? failure?.details?.name) : undefined;
  const namespace = resourceByName(resource)?.namespaced ? { namespace: "default" } : {};
  const { namespace: _, ...given } = body.metadata;
  const metadata = { ...given, ...namespace, ...(generated !== undefined && { name: generated }) };
  const defaulted = strategy.default?.({ ...body, metadata }) ?? { ...body, metadata };
  const prepared = strategy.prepareForCreate?.(defaulted) ?? defaulted;
  const admitted = resource === "nodes" ? taintNewNode(prepared as Node) : prepared;
  const errors = strategy.validateCreate(admitted);
  return { object: admitted, errors, warnings: strategy.warnings?.(admitted) ?? [] };
}

function update({ resource, subresource, body, old: stored }: Recorded): Outcome {
  const strategy = strategyFor(resource);
  const old = strategy.default?.(stored as KubeObject) ?? (stored as KubeObject);
  const { generation: _, ...given } = body.metadata;
  const { generation } = old.metadata;
  const object = { ...body, metadata: { ...given, ...(generation !== undefined && { generation }) } };
  const defaulted = strategy.default?.(object) ?? object;
  if (subresource === "finalize") {
    return { object: defaulted, errors: validateNamespaceFinalizeUpdate(defaulted as never), warnings: [] };
  }
  if (subresource === "status") {
    const prepared = strategy.prepareForStatusUpdate?.(defaulted, old) ?? defaulted;
    return { object: prepared, errors: strategy.validateStatusUpdate?.(prepared, old) ?? [], warnings: [] };
  }
  const prepared = strategy.prepareForUpdate?.(defaulted, old) ?? defaulted;
  return { object: prepared, errors: strategy.validateUpdate(prepared, old), warnings: [] };
}

const UNCOMPARED = new Set(["uid", "creationTimestamp", "resourceVersion"]);

/** The object without what the record leaves out: system fields, nulls, templates. */
function comparable(object: KubeObject): unknown {
  const text = JSON.stringify(object, (name, value) => (UNCOMPARED.has(name) ? undefined : (value ?? undefined)));
  const plain = JSON.parse(text) as { spec?: { template?: unknown } };
  if (plain.spec !== undefined) delete plain.spec.template;
  return plain;
}

/** Go walks maps in random order, so that the order of errors about their entries is nobody's promise. */
const sorted = <T>(list: readonly T[]) => [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("a strategy answers as the real server did", () => {
  const title = ({ old, resource, subresource, name }: Recorded) =>
    `${old === undefined ? "create" : "update"} ${resource}${subresource ? `/${subresource}` : ""}: ${name}`;
  it.each(recorded.map((record) => ({ title: title(record), record })))("$title", ({ record }) => {
    const { object, errors, warnings } = record.old === undefined ? create(record) : update(record);
    if (record.failure === undefined) {
      expect(errors).toEqual([]);
      expect(comparable(object)).toEqual(comparable(record.object as KubeObject));
      expect(warnings).toEqual(record.warnings ?? []);
      return;
    }
    const { kind = "", group = "" } = resourceByName(record.resource) ?? {};
    const failure = invalid({ kind, group, name: record.failure.details?.name ?? "" }, errors);
    expect(sorted(failure.details?.causes ?? [])).toEqual(sorted(record.failure.details?.causes ?? []));
    expect(failure.message.length).toBe(record.failure.message?.length);
    if (errors.length < 3) expect(failure.message).toBe(record.failure.message);
  });
});
