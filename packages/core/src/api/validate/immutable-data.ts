import { type FieldError, forbidden, invalid } from "../field-error.ts";
import type { KubeObject } from "../request.ts";
import { semanticEqual } from "../semantic-equal.ts";

interface WithData extends KubeObject {
  readonly immutable?: boolean;
  readonly data?: object;
  readonly binaryData?: object;
  readonly type?: string;
}

/** Source: pkg/apis/core/validation/validation.go ValidateConfigMapUpdate. */
export function validateConfigMapUpdate(object: WithData, old: WithData): readonly FieldError[] {
  return validateSealed(object, old, ["data", "binaryData"]);
}

/** Source: pkg/apis/core/validation/validation.go ValidateSecretUpdate. */
export function validateSecretUpdate(object: WithData, old: WithData): readonly FieldError[] {
  const type = object.type === old.type ? [] : [invalid("type", object.type, "field is immutable")];
  return [...type, ...validateSealed(object, old, ["data"])];
}

function validateSealed(object: WithData, old: WithData, fields: readonly ("data" | "binaryData")[]): FieldError[] {
  if (old.immutable !== true) return [];
  const changed = fields.filter((field) => !semanticEqual(object[field], old[field]));
  return [...(object.immutable === true ? [] : ["immutable"]), ...changed].map((field) =>
    forbidden(field, "field is immutable when `immutable` is set"),
  );
}
