import type {
  Container,
  ContainerPort,
  EnvVar,
  EphemeralContainer,
  HTTPGetAction,
  Lifecycle,
  LifecycleHandler,
  ObjectFieldSelector,
  Probe,
  ResourceFieldSelector,
  ResourceRequirements,
} from "../../kubernetes/types.ts";
import { change, changeEach, fillAbsent, fillZero, remembered, roundResourceList } from "./pod-fill.ts";
import { defaultPullPolicy } from "./pod-image.ts";

type AnyContainer = Container | EphemeralContainer;

/** What the server fills in for every container, in a pod and in a pod template. Source: pkg/apis/core/v1/defaults.go SetDefaults_Container. */
export const defaultContainer = remembered((container: Container): Container => defaultAnyContainer(container));
export const defaultEphemeralContainer = remembered(
  (container: EphemeralContainer): EphemeralContainer => defaultAnyContainer(container),
);

function defaultAnyContainer<T extends AnyContainer>(container: T): T {
  let c: AnyContainer = container;
  c = fillZero<AnyContainer>(c, {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: defaultPullPolicy(c.image),
  });
  // The server prints the struct `resources` even where it is empty.
  c = fillAbsent<AnyContainer>(c, { resources: {} });
  c = change(c, "ports", (ports) => changeEach(ports, defaultPort));
  c = change(c, "env", (env) => changeEach(env, defaultEnvVar));
  c = change(c, "resources", roundResources);
  c = change(c, "livenessProbe", defaultProbe);
  c = change(c, "readinessProbe", defaultProbe);
  c = change(c, "startupProbe", defaultProbe);
  return change(c, "lifecycle", defaultLifecycle) as T;
}

function defaultPort(port: ContainerPort): ContainerPort {
  return fillZero(port, { protocol: "TCP" });
}

function defaultEnvVar(env: EnvVar): EnvVar {
  return change(env, "valueFrom", (source) => {
    const withField = change(source, "fieldRef", defaultFieldRef);
    const withFile = change(withField, "fileKeyRef", (ref) => fillAbsent(ref, { optional: false }));
    return change(withFile, "resourceFieldRef", defaultResourceFieldRef);
  });
}

export function defaultFieldRef(ref: ObjectFieldSelector): ObjectFieldSelector {
  return fillZero(ref, { apiVersion: "v1" });
}

/** The divisor is a quantity, which prints as `0` where none was given. */
export function defaultResourceFieldRef(ref: ResourceFieldSelector): ResourceFieldSelector {
  return fillZero(ref, { divisor: "0" });
}

function roundResources(resources: ResourceRequirements): ResourceRequirements {
  return change(change(resources, "limits", roundResourceList), "requests", roundResourceList);
}

/** Source: pkg/apis/core/v1/defaults.go SetDefaults_Probe. */
function defaultProbe(probe: Probe): Probe {
  const numbers = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 };
  const withHttp = change(fillZero(probe, numbers), "httpGet", defaultHttpGet);
  return change(withHttp, "grpc", (grpc) => fillAbsent(grpc, { service: "" }));
}

function defaultHttpGet(action: HTTPGetAction): HTTPGetAction {
  return fillZero(action, { path: "/", scheme: "HTTP" });
}

function defaultLifecycle(lifecycle: Lifecycle): Lifecycle {
  return change(change(lifecycle, "postStart", defaultHandler), "preStop", defaultHandler);
}

function defaultHandler(handler: LifecycleHandler): LifecycleHandler {
  return change(handler, "httpGet", defaultHttpGet);
}

/**
 * A limit without a request is a request too. In pods only: a template keeps what its author wrote.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_Pod.
 */
export const requestWhatIsLimited = remembered((container: Container): Container => {
  const { limits, requests } = container.resources ?? {};
  if (limits === undefined) return container;
  const missing = Object.keys(limits).filter((name) => requests === undefined || !Object.hasOwn(requests, name));
  if (missing.length === 0) return container;
  const added = missing.map((name) => [name, limits[name] ?? "0"] as const);
  const all = Object.fromEntries([...Object.entries(requests ?? {}), ...added]);
  return { ...container, resources: { ...container.resources, requests: all } };
});

/** In the host's network every port is the host's. Source: pkg/apis/core/v1/defaults.go defaultHostNetworkPorts. */
export const defaultHostPorts = remembered(
  (container: Container): Container =>
    change(container, "ports", (ports) =>
      changeEach(ports, (port) => (port.containerPort ? fillZero(port, { hostPort: port.containerPort }) : port)),
    ),
);
