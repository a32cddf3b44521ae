import { describe, expect, it } from "vitest";
import { apiVersionOf, builtinResources } from "./resources.ts";
import { STRUCTS } from "./schema.data.ts";
import { type StructType, schemaForKind, schemaForStruct, type Type } from "./schema.ts";

function field(struct: string, name: string) {
  const found = schemaForStruct(struct)?.fields.get(name);
  if (found === undefined) throw new Error(`no ${struct}.${name}`);
  return found;
}

function structsUnder(type: Type, seen = new Set<StructType>()): Set<StructType> {
  if (type.kind === "struct" && !seen.has(type)) {
    seen.add(type);
    for (const f of type.fields.values()) structsUnder(f.type, seen);
  } else if (type.kind === "list" || type.kind === "map" || type.kind === "pointer") structsUnder(type.element, seen);
  return seen;
}

describe("the schema", () => {
  it("has every built-in kind in every version", () => {
    const missing = builtinResources
      .flatMap((r) => r.versions.map((v) => [apiVersionOf(r.group, v), r.kind] as const))
      .filter(([apiVersion, kind]) => schemaForKind(apiVersion, kind) === undefined);
    expect(missing).toEqual([]);
  });

  it("can read every field of every struct", () => {
    const lines = STRUCTS.trim().split("\n");
    const unread = lines.flatMap((line) => {
      const [id = "", ...texts] = line.split(" ");
      const fields = schemaForStruct(id)?.fields;
      return texts.filter((text) => !text.startsWith(">") && !fields?.has(text.split(/[=:!]/)[0] ?? ""));
    });
    expect(unread).toEqual([]);
    const roots = builtinResources.flatMap((r) => schemaForKind(apiVersionOf(r.group, r.version), r.kind) ?? []);
    const reached = new Set(roots.flatMap((root) => [...structsUnder(root)]));
    // A struct that is named but not defined would have no fields; these have none in Go either.
    expect(
      [...reached]
        .filter((s) => s.fields.size === 0)
        .map((s) => s.go)
        .sort(),
    ).toEqual([
      "v1.CustomResourceSubresourceStatus",
      "v1alpha3.WorkloadPodGroupAllDisruptionMode",
      "v1alpha3.WorkloadPodGroupBasicSchedulingPolicy",
      "v1alpha3.WorkloadPodGroupSingleDisruptionMode",
    ]);
  });

  // Source: staging/src/k8s.io/api/{apps,core}/v1/types.go.
  it("knows what Go leaves out and what it writes", () => {
    expect(field("DaemonSetStatus", "numberReady")).toMatchObject({ omitEmpty: false, type: { kind: "int32" } });
    expect(field("DaemonSetStatus", "numberAvailable").omitEmpty).toBe(true);
    expect(field("ObjectMeta", "creationTimestamp").omitZero).toBe(true);
    expect(field("DaemonSetSpec", "revisionHistoryLimit").type).toMatchObject({ kind: "pointer", go: "int32" });
    expect(field("Container", "imagePullPolicy").type.go).toBe("v1.PullPolicy");
    expect(field("Container", "args").type.go).toBe("[]string");
    expect(field("ResourceRequirements", "limits").type).toMatchObject({ kind: "map", go: "v1.ResourceList" });
  });

  it("knows merge keys and strategies", () => {
    expect(field("PodSpec", "containers")).toMatchObject({ merge: true, mergeKey: "name", retainKeys: false });
    expect(field("PodSpec", "volumes")).toMatchObject({ merge: true, mergeKey: "name", retainKeys: true });
    expect(field("PodSpec", "tolerations").merge).toBe(false);
    expect(field("ObjectMeta", "finalizers")).toMatchObject({ merge: true, retainKeys: false });
    expect(field("DeploymentSpec", "strategy")).toMatchObject({ merge: false, retainKeys: true });
  });

  it("flattens embedded structs and remembers their names", () => {
    expect(field("Volume", "hostPath").via).toEqual(["VolumeSource"]);
    expect(field("ConfigMapKeySelector", "name").via).toEqual(["LocalObjectReference"]);
  });

  it("knows the fields of the Go structs by their Go names", () => {
    const members = (name: string) => schemaForStruct(name)?.members.map((m) => [m.goName, m.name, m.type.go]);
    expect(members("Volume")).toEqual([
      ["Name", "name", "string"],
      ["VolumeSource", undefined, "v1.VolumeSource"],
    ]);
    expect(members("SecretKeySelector")?.[0]).toEqual(["LocalObjectReference", undefined, "v1.LocalObjectReference"]);
    expect(members("PodSpec")).toContainEqual(["DeprecatedServiceAccount", "serviceAccount", "string"]);
    expect(members("ObjectMeta")?.[4]).toEqual(["UID", "uid", "types.UID"]);
    expect(members("ManagedFieldsEntry")?.[5]).toEqual(["FieldsV1", "fieldsV1", "v1.FieldsV1"]);
  });

  it.each(["__proto__", "constructor", "Nothing", ""])("has no struct named %j", (name) => {
    expect(schemaForStruct(name)).toBeUndefined();
  });
});
