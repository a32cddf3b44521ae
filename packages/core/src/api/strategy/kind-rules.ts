import { type FieldError, formatFieldError } from "../field-error.ts";
import type { KubeObject } from "../request.ts";
import type { ResourceStrategy } from "../strategy.ts";
import {
  type MetadataRules,
  nameIsPathSegment,
  validateObjectMeta,
  validateObjectMetaUpdate,
  validateStandardFinalizers,
} from "../validate/metadata.ts";

/** A kind's own rules; the rules for the metadata of all kinds are added by `strategyOf`. */
export interface KindRules<T extends KubeObject>
  extends MetadataRules,
    Omit<ResourceStrategy<T>, "validateCreate" | "validateUpdate" | "validateStatusUpdate" | "validateFinalizeUpdate"> {
  /** False for custom resources, whose finalizers need no domain. Default: true. */
  readonly standardFinalizers?: boolean;
  /** What is wrong with the object apart from its metadata. */
  validate?(object: T): readonly FieldError[];
  /** What is wrong with the change apart from the metadata: instead of `validate`. */
  validateChange?(object: T, old: T): readonly FieldError[];
  validateStatusChange?(object: T, old: T): readonly FieldError[];
  validateFinalizeChange?(object: T, old: T): readonly FieldError[];
}

const NOTHING_WRONG: readonly FieldError[] = [];

/**
 * Puts the rules of all kinds around those of one kind.
 * Source: staging/src/k8s.io/apiserver/pkg/registry/rest/create.go ValidateCreate, update.go ValidateUpdate.
 */
export function strategyOf<T extends KubeObject>(rules: KindRules<T>): ResourceStrategy<T> {
  const {
    namespaced,
    checkName,
    standardFinalizers = true,
    validate,
    validateChange,
    validateStatusChange,
    validateFinalizeChange,
    ...hooks
  } = rules;
  const common: MetadataRules = { namespaced, checkName: nameIsPathSegment };

  const validateMetadataChange = (object: T, old: T): readonly FieldError[] => {
    if (object.metadata === old.metadata) return NOTHING_WRONG;
    return [
      ...validateObjectMeta(object.metadata, common),
      ...validateObjectMetaUpdate(object.metadata, old.metadata),
      ...(standardFinalizers ? validateStandardFinalizers(object.metadata) : NOTHING_WRONG),
    ];
  };

  return {
    ...hooks,
    validateCreate(object) {
      const errors = [
        ...validateObjectMeta(object.metadata, { namespaced, checkName }),
        ...(standardFinalizers ? validateStandardFinalizers(object.metadata) : NOTHING_WRONG),
        ...(validate?.(object) ?? NOTHING_WRONG),
      ];
      return distinct(errors.length > 0 ? errors : validateObjectMeta(object.metadata, common));
    },
    validateUpdate(object, old) {
      const change = validateChange ?? validate;
      return distinct([...validateMetadataChange(object, old), ...(change?.(object, old) ?? NOTHING_WRONG)]);
    },
    validateStatusUpdate(object, old) {
      return distinct([
        ...validateMetadataChange(object, old),
        ...(validateStatusChange?.(object, old) ?? NOTHING_WRONG),
      ]);
    },
    ...(validateFinalizeChange === undefined
      ? {}
      : {
          validateFinalizeUpdate: (object: T, old: T) =>
            distinct([...validateMetadataChange(object, old), ...validateFinalizeChange(object, old)]),
        }),
  };
}

/** Each error once: several of the server's layers look at the same fields. */
function distinct(errors: readonly FieldError[]): readonly FieldError[] {
  if (errors.length < 2) return errors;
  const seen = new Map<string, FieldError>();
  for (const error of errors) {
    const text = formatFieldError(error);
    if (!seen.has(text)) seen.set(text, error);
  }
  return [...seen.values()];
}
