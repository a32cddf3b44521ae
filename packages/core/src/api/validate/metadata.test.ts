import { describe, expect, it } from "vitest";
import type { ObjectMeta } from "../../kubernetes/types.ts";
import { formatFieldError } from "../field-error.ts";
import { nameIsDnsLabel, nameIsDnsSubdomain, validateObjectMeta, validateObjectMetaUpdate } from "./metadata.ts";

const meta = (parts: Partial<ObjectMeta>) =>
  ({ name: "test", namespace: "default", resourceVersion: "1", uid: "u", ...parts }) as ObjectMeta;

const rules = { namespaced: true, checkName: nameIsDnsSubdomain };
const created = (parts: Partial<ObjectMeta>) => validateObjectMeta(meta(parts), rules).map(formatFieldError);
const updated = (parts: Partial<ObjectMeta>, old: Partial<ObjectMeta>) =>
  validateObjectMetaUpdate(meta(parts), meta(old)).map(formatFieldError);

// Source: apimachinery/pkg/api/validation/objectmeta_test.go.
describe("metadata", () => {
  it("has a namespace where its kind has one, and none where it has not", () => {
    expect(created({ namespace: "" })).toEqual(["metadata.namespace: Required value"]);
    const cluster = validateObjectMeta(meta({}), { namespaced: false, checkName: nameIsDnsLabel });
    expect(cluster.map(formatFieldError)).toEqual(["metadata.namespace: Forbidden: not allowed on this type"]);
    expect(validateObjectMeta(meta({}), { ...rules, namespaced: undefined })).toEqual([]);
  });

  it("may end its generateName with a dash", () => {
    expect(created({ generateName: "web-" })).toEqual([]);
    expect(created({ generateName: "-" })).toHaveLength(1);
  });

  it("takes annotations of 256 KiB together, and not a byte more", () => {
    const limit = 256 * 1024;
    expect(created({ annotations: { a: "x".repeat(limit - 1) } })).toEqual([]);
    const tooLong = "metadata.annotations: Too long: may not be more than 262144 bytes";
    expect(created({ annotations: { a: "x".repeat(limit) } })).toEqual([tooLong]);
    expect(created({ annotations: { a: "ä".repeat(limit / 2) } })).toEqual([tooLong]);
  });

  it("takes keys of annotations in either case", () => {
    expect(created({ annotations: { "EXAMPLE.com/Key": "any value at all / %" } })).toEqual([]);
    expect(created({ labels: { "EXAMPLE.com/Key": "v" } })).toHaveLength(1);
  });

  it("tells a key such as __proto__ as what it is", () => {
    const labels = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    expect(created({ labels })[0]).toContain('metadata.labels: Invalid value: "__proto__": name part must consist of');
    expect(created({ labels: { constructor: "x" } })).toEqual([]);
  });

  it("reports the owners' errors in the order of the owners", () => {
    const owner = { apiVersion: "v1", kind: "Pod", name: "p", uid: "1" };
    expect(created({ ownerReferences: [owner, { ...owner, uid: "" }] })).toEqual([
      "metadata.ownerReferences[1].uid: Required value: must not be empty",
    ]);
    expect(created({ ownerReferences: [owner, owner] })).toEqual([]);
  });
});

describe("a change of metadata", () => {
  it("needs a resource version", () => {
    const message = 'metadata.resourceVersion: Invalid value: "": must be specified for an update';
    expect(updated({ resourceVersion: "" }, {})).toEqual([message]);
  });

  it("leaves names, the uid and times alone", () => {
    const time = "2026-01-01T00:00:00Z";
    expect(updated({ name: "other" }, {})).toEqual(['metadata.name: Invalid value: "other": field is immutable']);
    expect(updated({ uid: "v" }, {})).toEqual(['metadata.uid: Invalid value: "v": field is immutable']);
    expect(updated({ deletionTimestamp: time }, {})).toEqual([
      `metadata.deletionTimestamp: Invalid value: "${time}": field is immutable`,
    ]);
    expect(updated({ deletionGracePeriodSeconds: 5 }, { deletionGracePeriodSeconds: 3 })).toEqual([
      "metadata.deletionGracePeriodSeconds: Invalid value: 5: field is immutable",
    ]);
  });

  it("does not count the generation down", () => {
    expect(updated({ generation: 1 }, { generation: 2 })).toEqual([
      "metadata.generation: Invalid value: 1: must not be decremented",
    ]);
  });

  // Source: objectmeta_test.go TestValidateObjectMetaUpdatePreventsDeletionFieldMutation, TestObjectMetaGenerationUpdate, TestValidateFinalizersPreventConflictingFinalizers.
  it("adds no finalizer to what is being deleted", () => {
    const deletionTimestamp = "2026-01-01T00:00:00Z";
    const old = { deletionTimestamp, finalizers: ["x/a"] };
    expect(updated({ deletionTimestamp, finalizers: [] }, old)).toEqual([]);
    expect(updated({ deletionTimestamp, finalizers: ["y/b", "x/a", "x/c", "y/b"] }, old)).toEqual([
      'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x/c", "y/b"}',
    ]);
  });
});
