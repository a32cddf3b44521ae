import type {
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  FileKeySelector,
  PodSpec,
  Volume,
} from "../../../kubernetes/types.ts";
import { child, index, invalid, notFound, required } from "../../field-error.ts";
import { isConfigMapKey, isDns1123Subdomain, isRelaxedEnvVarName } from "../names.ts";
import { type FieldErrors, invalidEach, NO_ERRORS, textOf, validateDnsLabel, validateDnsSubdomain } from "./check.ts";
import { containersWithPaths } from "./containers-with-paths.ts";
import { ENV_FIELD_PATHS, validateFieldRef, validateResourceFieldRef } from "./field-path.ts";
import { validatePathNoBacksteps } from "./paths.ts";

/** Source: pkg/apis/core/validation/validation.go ValidateEnv. */
export function validateEnv(vars: readonly EnvVar[] | undefined, path: string): FieldErrors {
  return (vars ?? []).flatMap((variable, i) => {
    const at = index(path, i);
    const name = textOf(variable.name);
    const nameErrors =
      name === "" ? [required(child(at, "name"))] : invalidEach(child(at, "name"), name, isRelaxedEnvVarName(name));
    return [...nameErrors, ...validateValueFrom(variable, child(at, "valueFrom"))];
  });
}

function validateValueFrom(variable: EnvVar, path: string): FieldErrors {
  const source = variable.valueFrom;
  if (source === undefined) return NO_ERRORS;
  return [...validateSources(source, path), ...validateSourceCount(source, textOf(variable.value), path)];
}

function validateSources(source: EnvVarSource, path: string): FieldErrors {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  return [
    ...(fieldRef === undefined ? NO_ERRORS : validateFieldRef(fieldRef, ENV_FIELD_PATHS, child(path, "fieldRef"))),
    ...(resourceFieldRef === undefined
      ? NO_ERRORS
      : validateResourceFieldRef(resourceFieldRef, child(path, "resourceFieldRef"), false)),
    ...(configMapKeyRef === undefined ? NO_ERRORS : validateKeyRef(configMapKeyRef, child(path, "configMapKeyRef"))),
    ...(secretKeyRef === undefined ? NO_ERRORS : validateKeyRef(secretKeyRef, child(path, "secretKeyRef"))),
    ...(fileKeyRef === undefined ? NO_ERRORS : validateFileKeyRef(fileKeyRef, child(path, "fileKeyRef"))),
  ];
}

function validateSourceCount(source: EnvVarSource, value: string, path: string): FieldErrors {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = source;
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef];
  const count = sources.filter((each) => each !== undefined).length;
  if (count === 0) {
    const all = "`fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`";
    return [invalid(path, "", `must specify one of: ${all}`)];
  }
  if (value !== "") return [invalid(path, "", "may not be specified when `value` is not empty")];
  return count > 1 ? [invalid(path, "", "may not have more than one field specified at a time")] : NO_ERRORS;
}

function validateKeyRef(ref: { readonly name?: string; readonly key: string }, path: string): FieldErrors {
  const key = textOf(ref.key);
  return [
    ...validateDnsSubdomain(textOf(ref.name), child(path, "name")),
    ...(key === "" ? [required(child(path, "key"))] : invalidEach(child(path, "key"), key, isConfigMapKey(key))),
  ];
}

function validateFileKeyRef(ref: FileKeySelector, path: string): FieldErrors {
  const [key, volume, file] = [textOf(ref.key), textOf(ref.volumeName), textOf(ref.path)];
  return [
    ...(key === "" ? [required(child(path, "key"))] : invalidEach(child(path, "key"), key, isRelaxedEnvVarName(key))),
    ...(volume === "" ? [required(child(path, "volumeName"))] : validateDnsLabel(volume, child(path, "volumeName"))),
    ...(file === "" ? [required(child(path, "path"))] : validatePathNoBacksteps(file, child(path, "path"))),
  ];
}

/** Source: validation.go ValidateEnvFrom. */
export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, path: string): FieldErrors {
  return (sources ?? []).flatMap((source, i) => {
    const at = index(path, i);
    const prefix = textOf(source.prefix);
    const { configMapRef, secretRef } = source;
    return [
      ...(prefix === "" ? NO_ERRORS : invalidEach(child(at, "prefix"), prefix, isRelaxedEnvVarName(prefix))),
      ...(configMapRef === undefined ? NO_ERRORS : validateSourceName(configMapRef.name, child(at, "configMapRef"))),
      ...(secretRef === undefined ? NO_ERRORS : validateSourceName(secretRef.name, child(at, "secretRef"))),
      ...validateFromCount(source, path),
    ];
  });
}

function validateFromCount({ configMapRef, secretRef }: EnvFromSource, path: string): FieldErrors {
  if (configMapRef === undefined && secretRef === undefined) {
    return [invalid(path, "", "must specify one of: `configMapRef` or `secretRef`")];
  }
  const both = configMapRef !== undefined && secretRef !== undefined;
  return both ? [invalid(path, "", "may not have more than one field specified at a time")] : NO_ERRORS;
}

function validateSourceName(name: string | undefined, path: string): FieldErrors {
  if (textOf(name) === "") return [required(child(path, "name"))];
  // The name may be the start of one: a dash at its end is no error. Source: NameIsDNSSubdomain with prefix set.
  const masked = textOf(name).replace(/.-$/s, "a");
  return invalidEach(child(path, "name"), textOf(name), isDns1123Subdomain(masked));
}

/** A variable read from a file needs an emptyDir that holds it. Source: validation.go validateFileKeyRefVolumes. */
export function validateFileKeyVolumes(spec: PodSpec, path: string): FieldErrors {
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name, volume]));
  return containersWithPaths(spec, path).flatMap(({ container, path: at }) =>
    (container.env ?? []).flatMap((variable, i) => {
      const ref = variable.valueFrom?.fileKeyRef;
      if (ref === undefined) return [];
      const name = textOf(ref.volumeName);
      return validateFileVolume(
        volumes.get(name),
        name,
        `${index(child(at, "env"), i)}.valueFrom.fileKeyRef.volumeName`,
      );
    }),
  );
}

function validateFileVolume(volume: Volume | undefined, name: string, path: string): FieldErrors {
  if (volume === undefined) return [notFound(path, name)];
  return volume.emptyDir === undefined
    ? [invalid(path, name, "referenced volume must be of type emptyDir")]
    : NO_ERRORS;
}
