import { Cluster } from "@kubetick/cluster";
import { expect, test } from "vitest";
import { kubectl } from "../kubectl.ts";

const MANIFESTS = `
apiVersion: storage.k8s.io/v1
kind: CSIDriver
metadata: { name: hand.example.com }
spec: { podInfoOnMount: true }
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata: { name: hand }
webhooks:
- name: a.example.com
  admissionReviewVersions: [v1]
  sideEffects: None
  clientConfig: { url: "https://example.com" }
  rules: [{ apiGroups: [example.com], apiVersions: [v1], operations: [CREATE], resources: [things] }]
---
apiVersion: v1
kind: Service
metadata: { name: external }
spec: { type: ExternalName, externalName: example.com }
---
apiVersion: v1
kind: Service
metadata: { name: headless }
spec: { clusterIP: None, selector: { app: a }, ports: [{ port: 80 }] }
`;

// As kubectl 1.37.2 prints what a kube-apiserver stored of the same manifests.
test.each([
  [
    "csidriver",
    `NAME               ATTACHREQUIRED   PODINFOONMOUNT   STORAGECAPACITY   TOKENREQUESTS   REQUIRESREPUBLISH   MODES        AGE
hand.example.com   true             true             false             <unset>         false               Persistent   2s
`,
  ],
  ["validatingwebhookconfigurations", "NAME   WEBHOOKS   AGE\nhand   1          2s\n"],
  [
    "svc",
    `NAME       TYPE           CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
external   ExternalName   <none>       example.com   <none>    2s
headless   ClusterIP      None         <none>        80/TCP    2s
`,
  ],
])("get %s", (kind, table) => {
  const cluster = new Cluster().apply(MANIFESTS).advance("2s");
  expect(kubectl(cluster)(`get ${kind}`)).toBe(table);
});

// In a list that is replaced as a whole, what the server filled in counts as a change: so it does for kubectl 1.37.2.
test("applying again is a change where the server filled in something inside of a list", () => {
  const cluster = new Cluster().apply(MANIFESTS);
  expect(kubectl(cluster, { readFile: () => MANIFESTS })("apply -f a.yaml")).toBe(
    "csidriver.storage.k8s.io/hand.example.com unchanged\n" +
      "validatingwebhookconfiguration.admissionregistration.k8s.io/hand configured\n" +
      "service/external unchanged\n" +
      "service/headless unchanged\n",
  );
});

test("wait sees that a CustomResourceDefinition is established", () => {
  const cluster = new Cluster().apply(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: things.example.com }
spec:
  group: example.com
  scope: Namespaced
  names: { plural: things, kind: Thing }
  versions: [{ name: v1, served: true, storage: true }]
`);
  expect(kubectl(cluster).run("wait --for condition=established --timeout=60s crd/things.example.com")).toEqual({
    stdout: "customresourcedefinition.apiextensions.k8s.io/things.example.com condition met\n",
    stderr: "",
    exitCode: 0,
  });
});
