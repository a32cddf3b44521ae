import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Play } from "../../../test/play.ts";
import type { Service, ServicePort } from "../../kubernetes/types.ts";
import type { KubeObject } from "../request.ts";

/** What was given to a kube-apiserver v1.37.2, and what it stored; addresses and node ports say `given`. */
interface Recorded {
  readonly given: KubeObject;
  readonly stored: KubeObject;
}

const url = new URL("./recorded/stored-kinds.json", import.meta.url);
const recorded = JSON.parse(readFileSync(url, "utf8")) as readonly Recorded[];

/** Without what each server chooses for itself. */
function comparable(object: KubeObject): unknown {
  const { uid, resourceVersion, creationTimestamp, managedFields, ...metadata } = object.metadata;
  const text = JSON.stringify({ ...object, metadata }, (key, value) => {
    if (key === "lastTransitionTime") return null;
    if (key === "clusterIP" && value !== "None") return "given";
    if (key === "clusterIPs" && value[0] !== "None") return ["given"];
    return key === "nodePort" ? "given" : value;
  });
  return JSON.parse(text);
}

test.each(recorded.map((one) => [`${one.given.kind} ${one.given.metadata.name}`, one] as const))(
  "%s is stored with the defaults of its kind",
  (_, { given, stored }) => {
    expect(comparable(new Play().create(given))).toEqual(stored);
  },
);

const SERVICE = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "s" },
  spec: { selector: { app: "a" }, ports: [{ name: "http", port: 80 }] },
};

function service(type?: string) {
  const play = new Play();
  play.create({ ...SERVICE, spec: { ...SERVICE.spec, ...(type && { type }) } });
  return {
    spec: () => play.get<Service>("services", "default/s")?.spec ?? {},
    patch: (spec: object) => play.patch("services", "default/s", { spec }),
    replace: (spec: object) =>
      play.request({
        verb: "update",
        resource: "services",
        namespace: "default",
        name: "s",
        body: { ...SERVICE, spec: { ...SERVICE.spec, ...spec } },
      }),
  };
}

// Recorded, all of them: what a service has of addresses and ports when its type changes.
test("an address is in kubeadm's range, and stays when a client leaves it out", () => {
  const { spec, replace } = service();
  const { clusterIP } = spec();
  expect(clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
  replace({ externalIPs: ["192.0.2.1"] });
  expect(spec()).toMatchObject({ clusterIP, clusterIPs: [clusterIP], externalTrafficPolicy: "Cluster" });
});

test("a node port goes by the name of its port, and goes away with the type", () => {
  const { spec, patch } = service("NodePort");
  const [{ nodePort } = {} as ServicePort] = spec().ports ?? [];
  expect(nodePort).toBeGreaterThanOrEqual(30_000);
  expect(nodePort).toBeLessThan(32_768);
  patch({
    ports: [
      { name: "other", port: 81 },
      { name: "http", port: 8080 },
    ],
  });
  expect(spec().ports?.[1]).toEqual({ name: "http", port: 8080, targetPort: 8080, protocol: "TCP", nodePort });
  expect(spec().ports?.[0]?.nodePort).toBe((nodePort ?? 0) + 1);
  patch({ type: "ClusterIP" });
  expect(spec().ports?.map((port) => port.nodePort)).toEqual([undefined, undefined]);
  expect(spec().externalTrafficPolicy).toBeUndefined();
});

test("a service that becomes a mere name loses its address", () => {
  const { spec, patch } = service();
  patch({ type: "ExternalName", externalName: "x.example.com" });
  expect(spec()).toEqual({
    externalName: "x.example.com",
    ports: [{ name: "http", port: 80, protocol: "TCP", targetPort: 80 }],
    selector: { app: "a" },
    sessionAffinity: "None",
    type: "ExternalName",
  });
});

test("a load balancer that becomes a node port keeps its ports", () => {
  const { spec, patch } = service("LoadBalancer");
  const before = spec();
  expect(before.allocateLoadBalancerNodePorts).toBe(true);
  patch({ type: "NodePort" });
  const { allocateLoadBalancerNodePorts: _, ...rest } = before;
  expect(spec()).toEqual({ ...rest, type: "NodePort" });
});
