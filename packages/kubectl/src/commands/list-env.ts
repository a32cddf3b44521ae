import type { EnvVar, EnvVarSource, KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import type { Info } from "../resources/index.ts";
import { matchesName } from "./env-vars.ts";
import { updatePodSpec } from "./pod-template.ts";

/** `set env --list`: the variables of each container that is chosen. Source: pkg/cmd/set/set_env.go RunEnv. */
export function listEnv(context: CommandContext, change: (object: KubeObject) => KubeObject, info: Info): void {
  const object = change(info.object as KubeObject);
  const pattern = context.flags.text("containers");
  updatePodSpec(object, (spec) => {
    const containers = [...spec.containers, ...(spec.initContainers ?? [])];
    for (const container of containers.filter(({ name }) => matchesName(name, pattern))) {
      context.out(`# ${object.kind} ${object.metadata.name}, container ${container.name}\n`);
      for (const variable of container.env ?? []) context.out(`${envText(variable)}\n`);
    }
    return spec;
  });
}

function envText({ name, value = "", valueFrom }: EnvVar): string {
  return valueFrom === undefined ? `${name}=${value}` : `# ${name} from ${sourceText(valueFrom)}`;
}

/** Source: pkg/cmd/set/env/env_resolve.go GetEnvVarRefString. */
function sourceText({ configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef }: EnvVarSource): string {
  if (configMapKeyRef !== undefined) return `configmap ${configMapKeyRef.name}, key ${configMapKeyRef.key}`;
  if (secretKeyRef !== undefined) return `secret ${secretKeyRef.name}, key ${secretKeyRef.key}`;
  if (fieldRef !== undefined) return `field path ${fieldRef.fieldPath}`;
  if (resourceFieldRef === undefined) return "invalid valueFrom";
  const container = resourceFieldRef.containerName ? `${resourceFieldRef.containerName}/` : "";
  return `resource field ${container}${resourceFieldRef.resource}`;
}
