import type { Field, ListType, ScalarType } from "../../kubernetes/schema.ts";

const STRING: ScalarType = { kind: "string", go: "string" };
const ANY: ScalarType = { kind: "any", go: "interface {}" };

function field(name: string, type: ScalarType): [string, Field] {
  return [name, { name, type, omitEmpty: false, omitZero: false, via: [], merge: false, retainKeys: false }];
}

/** The type of a JSON patch's body. Source: staging/src/k8s.io/apiserver/pkg/endpoints/handlers/patch.go jsonPatchOp. */
export const OPERATIONS: ListType = {
  kind: "list",
  go: "[]handlers.jsonPatchOp",
  element: {
    kind: "struct",
    go: "handlers.jsonPatchOp",
    name: "jsonPatchOp",
    fields: new Map([field("op", STRING), field("path", STRING), field("from", STRING), field("value", ANY)]),
    members: [],
  },
};
