import { describe, expect, test } from "vitest";
import { Observer } from "./facts.ts";
import { Names } from "./normalise.ts";
import type { Change } from "./world.ts";

const LOST = "most nodes without the ready pod of DaemonSet agent that they had";
const SURGED = "most nodes with a pod of DaemonSet agent to come beside the ready one";

/** `n1` for a pod there, `n1 new` for another; by default ready. */
function pod(type: Change["type"], name: string, { ready = true, deleting = false, phase = "Running" } = {}): Change {
  const metadata = {
    name,
    uid: name,
    ownerReferences: [{ kind: "DaemonSet", name: "agent", controller: true }],
    ...(deleting ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
  };
  const conditions = [{ type: "Ready", status: ready ? "True" : "False" }];
  return {
    type,
    object: { kind: "Pod", metadata, spec: { nodeName: name.split(" ")[0] }, status: { phase, conditions } },
  };
}

/** What is seen of a DaemonSet with ready pods on `n1`, `n2` and `n3`. */
function factsOf(...changes: Change[]) {
  const observer = new Observer(new Names());
  observer.see(["n1", "n2", "n3"].map((node) => pod("ADDED", node)));
  observer.take();
  observer.see(changes);
  return observer.take();
}

describe("most nodes without the ready pod that they had", () => {
  test("counts a node from when its pod is being deleted until another is ready", () => {
    const facts = factsOf(
      pod("MODIFIED", "n1", { deleting: true }),
      pod("DELETED", "n1"),
      pod("ADDED", "n1 new", { ready: false }),
      pod("MODIFIED", "n1 new"),
      pod("MODIFIED", "n2", { deleting: true }),
    );
    expect(facts[LOST]).toBe(1);
  });

  test("counts a node whose pod has failed, whatever its conditions say", () => {
    expect(factsOf(pod("MODIFIED", "n1", { phase: "Failed" }), pod("ADDED", "n1 new"))[LOST]).toBe(1);
  });

  test("counts nodes that are without at one moment", () => {
    const both = factsOf(
      pod("MODIFIED", "n1", { ready: false }),
      pod("DELETED", "n3"),
      pod("MODIFIED", "n1"),
      pod("ADDED", "n3 new"),
    );
    expect(both[LOST]).toBe(2);
  });

  test("does not count a node that the DaemonSet has left in the end: whether it goes before others is luck", () => {
    const updated = [pod("DELETED", "n1"), pod("ADDED", "n1 new")];
    const left = pod("DELETED", "n2");
    expect([factsOf(left, ...updated)[LOST], factsOf(...updated, left)[LOST]]).toEqual([1, 1]);
  });

  test("is the same in whichever order nodes come", () => {
    const gone = (node: string) => [
      pod("DELETED", node),
      pod("ADDED", `${node} new`, { ready: false }),
      pod("MODIFIED", `${node} new`),
    ];
    const orders = [["n1", "n2", "n3"] as const, ["n3", "n1", "n2"] as const];
    expect(orders.map((order) => factsOf(...order.flatMap(gone))[LOST])).toEqual([1, 1]);
  });

  test("does not count a node that had no ready pod", () => {
    expect(factsOf(pod("ADDED", "n4", { ready: false }))[LOST]).toBe(0);
  });

  test("is no fact where several requests were made: which of them were answered at one moment is luck", () => {
    const observer = new Observer(new Names());
    observer.see([pod("ADDED", "n1"), pod("ADDED", "n2")]);
    observer.take();
    const replaced = (node: string) => [pod("DELETED", node), pod("ADDED", node)];
    for (const node of ["n1", "n2"]) {
      observer.ask();
      observer.see(replaced(node));
    }
    expect(observer.take()[LOST]).toBeUndefined();
    observer.ask();
    observer.see(replaced("n1"));
    expect(observer.take()[LOST]).toBe(1);
  });

  test("is no fact where the DaemonSet had no ready pod at all", () => {
    const observer = new Observer(new Names());
    observer.see([pod("ADDED", "n1", { ready: false })]);
    observer.take();
    observer.see([pod("DELETED", "n1", { ready: false })]);
    expect(Object.keys(observer.take())).toEqual(["deleted Pod of DaemonSet agent on n1"]);
  });
});

describe("most nodes with a pod to come beside the ready one", () => {
  test("counts the nodes where a new pod is not ready yet", () => {
    const facts = factsOf(
      pod("ADDED", "n1 new", { ready: false }),
      pod("ADDED", "n2 new", { ready: false }),
      pod("MODIFIED", "n1 new"),
      pod("ADDED", "n3 new", { ready: false }),
    );
    expect(facts[SURGED]).toBe(2);
    expect(facts["most live pods of DaemonSet agent on a node"]).toBe(2);
  });

  test("does not count a successor of one that is being deleted", () => {
    const facts = factsOf(pod("MODIFIED", "n1", { deleting: true }), pod("ADDED", "n1 new", { ready: false }));
    expect(facts[SURGED]).toBe(0);
  });
});
