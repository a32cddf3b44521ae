import type { ApiRequest, KubeObject } from "@kubetick/core";
import type { CommandContext } from "../command.ts";
import type { Mapping } from "./mapping.ts";

/** One object that a command works on, or one list of them. Source: cli-runtime/pkg/resource/visitor.go Info. */
export interface Info extends Mapping {
  /** Empty where the resource is cluster-scoped. */
  readonly namespace: string;
  readonly name: string;
  /** As the file or the server has it. Undefined where only the name is known. */
  readonly object?: KubeObject;
  /** The file that it came from. */
  readonly source?: string;
}

/** The request of this verb for this object. */
export function requestFor(info: Info, verb: ApiRequest["verb"]): ApiRequest {
  const { resource, namespace, name } = info;
  return {
    verb,
    resource: resource.resource,
    ...(resource.namespaced && namespace !== "" && { namespace }),
    ...(verb !== "create" && verb !== "list" && { name }),
  };
}

/** The same info with what the server has now. @throws StatusError where it has none. */
export function fetch(context: CommandContext, info: Info, subresource = ""): Info {
  const request = requestFor(info, "get");
  return withObject(info, context.send<KubeObject>(subresource === "" ? request : { ...request, subresource }));
}

export function withObject(info: Info, object: KubeObject): Info {
  return {
    ...info,
    object,
    name: object.metadata.name ?? info.name,
    namespace: object.metadata.namespace ?? info.namespace,
  };
}
