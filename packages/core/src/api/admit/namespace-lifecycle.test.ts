import { describe, expect, it } from "vitest";
import type { Namespace } from "../../kubernetes/types.ts";
import { admitIntoNamespace, admitNamespaceDeletion } from "./namespace-lifecycle.ts";

const namespace = (phase: string) => ({ metadata: { name: "term" }, status: { phase } }) as Namespace;

// Recorded from kube-apiserver v1.37.2.
describe("the life cycle of namespaces", () => {
  it("keeps the system's own", () => {
    expect(admitNamespaceDeletion("default")).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message: 'namespaces "default" is forbidden: this namespace may not be deleted',
      reason: "Forbidden",
      details: { name: "default", kind: "namespaces" },
      code: 403,
    });
    expect(admitNamespaceDeletion("kube-public")?.code).toBe(403);
    expect(admitNamespaceDeletion("kube-node-lease")).toBeUndefined();
  });

  it("admits nothing where no namespace is", () => {
    const failure = admitIntoNamespace({ resource: "configmaps", name: "a", namespace: "nope" }, undefined);
    expect(failure).toMatchObject({ code: 404, reason: "NotFound", message: 'namespaces "nope" not found' });
    expect(failure?.details).toEqual({ name: "nope", kind: "namespaces" });
  });

  it("admits nothing where the namespace is going", () => {
    const failure = admitIntoNamespace(
      { resource: "daemonsets.apps", name: "a", namespace: "term" },
      namespace("Terminating"),
    );
    expect(failure).toEqual({
      kind: "Status",
      apiVersion: "v1",
      metadata: {},
      status: "Failure",
      message:
        'daemonsets.apps "a" is forbidden: unable to create new content in namespace term because it is being terminated',
      reason: "Forbidden",
      details: {
        name: "a",
        group: "apps",
        kind: "daemonsets",
        causes: [
          {
            reason: "NamespaceTerminating",
            message: "namespace term is being terminated",
            field: "metadata.namespace",
          },
        ],
      },
      code: 403,
    });
  });

  it("admits everything else", () => {
    expect(admitIntoNamespace({ resource: "pods", name: "a", namespace: "term" }, namespace("Active"))).toBeUndefined();
    expect(admitIntoNamespace({ resource: "nodes", name: "a", namespace: "" }, undefined)).toBeUndefined();
  });
});
