import type { Container, EnvVar, Pod, ResourceFieldSelector } from "@kubetick/core";
import { asInteger, asMilli } from "@kubetick/core";
import type { DescribeText } from "./text.ts";

/** Source: kubectl/pkg/describe describeContainerEnvVars. `pod` is undefined in a template: then nothing is looked up. */
export function describeEnv(text: DescribeText, container: Container, pod: Pod | undefined): void {
  const variables = container.env ?? [];
  text.line(2, `Environment:${variables.length === 0 ? "\t<none>" : ""}`);
  for (const variable of variables) {
    for (const [i, line] of variableLines(variable, container, pod).entries()) {
      text.line(3, i === 0 ? `${variable.name}:\t${line}` : `\t${line}`);
    }
  }
}

function variableLines({ value, valueFrom }: EnvVar, container: Container, pod: Pod | undefined): readonly string[] {
  if (valueFrom === undefined) return (value ?? "").split("\n");
  const { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef) {
    const found = pod === undefined ? "" : podField(pod, fieldRef.fieldPath);
    return [`${found} (${fieldRef.apiVersion ?? ""}:${fieldRef.fieldPath})`];
  }
  if (resourceFieldRef) return [`${resourceField(resourceFieldRef, container)} (${resourceFieldRef.resource})`];
  if (secretKeyRef) {
    const { key, name, optional = false } = secretKeyRef;
    return [`<set to the key '${key}' in secret '${name ?? ""}'>\tOptional: ${optional}`];
  }
  if (configMapKeyRef) {
    const { key, name, optional = false } = configMapKeyRef;
    return [`<set to the key '${key}' of config map '${name ?? ""}'>\tOptional: ${optional}`];
  }
  return [];
}

/** kubectl knows the name and the namespace, and nothing else. Source: apimachinery DefaultMetaV1FieldSelectorConversion. */
function podField({ metadata }: Pod, path: string): string {
  if (path === "metadata.name") return metadata.name;
  return path === "metadata.namespace" ? (metadata.namespace ?? "") : "";
}

/** Source: kubectl/pkg/util/resource ExtractContainerResourceValue. */
function resourceField({ resource, divisor }: ResourceFieldSelector, container: Container): string {
  const [list = "", ...rest] = resource.split(".");
  const name = rest.join(".");
  const known = name === "cpu" || name === "memory" || name === "ephemeral-storage" || name.startsWith("hugepages-");
  if (!known || (list !== "limits" && list !== "requests")) return "";
  const amount = container.resources?.[list]?.[name];
  const measure = name === "cpu" ? asMilli : asInteger;
  const unit = divisor === undefined || measure(divisor) === 0 ? measure("1") : measure(divisor);
  const value = String(Math.ceil(measure(amount) / unit));
  return value === "0" && (resource === "limits.cpu" || resource === "limits.memory") ? "node allocatable" : value;
}
