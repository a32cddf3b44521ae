import { expect, test } from "vitest";
import { checkedBehaviour } from "./checked-behaviour.ts";
import { formatGoDuration } from "./go-duration.ts";
import { imageId, withDefaultTag } from "./image-name.ts";
import { probeHistory } from "./probes.ts";
import { TestCluster } from "./testing/test-cluster.ts";

test("KL-BEHAVE-01 the rule that says most exactly what it is about counts", () => {
  const cluster = new TestCluster().node().node("n2");
  cluster
    .behaviour("*", { pullTime: 100 }, "z")
    .behaviour("fluent/*", { pullTime: 200 }, "y")
    .behaviour("fluent/fluentd", { pullTime: 300 }, "x")
    .behaviour("fluent/fluentd", { node: "n2", pullTime: 400 } as never, "w")
    .behaviour("*", { env: { V: "2" }, pullTime: 500 } as never, "v");
  const images: [string, string, object[]][] = [
    ["a", "n1", [{ name: "c", image: "app" }]],
    ["b", "n1", [{ name: "c", image: "fluent/bit:1" }]],
    ["c", "n1", [{ name: "c", image: "fluent/fluentd:v1" }]],
    ["d", "n2", [{ name: "c", image: "fluent/fluentd" }]],
    ["e", "n2", [{ name: "c", image: "fluent/fluentd:v2", env: [{ name: "V", value: "2" }] }]],
  ];
  for (const [name, nodeName, containers] of images)
    cluster.pod({ nodeName, containers: containers as never }, { name });
  cluster.at(5_000);
  const pulled = images.map(
    ([name]) => / in (\d+ms) /.exec(cluster.events(name).find((event) => event.startsWith("Pulled:")) ?? "")?.[1],
  );
  expect(pulled).toEqual(["100ms", "200ms", "300ms", "400ms", "500ms"]);
});

test("KL-BEHAVE-02 of an object of the wrong shape only what makes sense is taken", () => {
  const spec = {
    pullTime: "x",
    exits: [{ after: -1, code: 1.5 }, null, { after: 5, code: 3 }],
    readiness: [{ from: Number.NaN, ok: 0 }, 7],
    liveness: false,
    stopTime: 1e300,
  };
  expect(checkedBehaviour(spec)).toEqual({
    exits: [{}, {}, { after: 5, code: 3 }],
    readiness: [
      { from: 0, ok: true },
      { from: 0, ok: true },
    ],
    liveness: false,
  });
});

test("KL-PROBE-06 a history does not take longer for thresholds and times that are far away", () => {
  const probe = { periodSeconds: 1, failureThreshold: 1e9 };
  const { changes } = probeHistory(probe, [{ from: 1e12, ok: false }], 0, 0, false, false);
  expect(changes).toEqual([
    { at: 0, ok: true },
    { at: 1e12 + (1e9 - 1) * 1000, ok: false },
  ]);
});

test("KL-IMAGE-04 images are named as runtimes name them", () => {
  expect(withDefaultTag("nginx")).toBe("nginx:latest");
  expect(withDefaultTag("localhost:5000/nginx")).toBe("localhost:5000/nginx:latest");
  expect(withDefaultTag("nginx@sha256:00")).toBe("nginx@sha256:00");
  expect(imageId("nginx").replace(/[0-9a-f]{64}/, "")).toBe("docker.io/library/nginx@sha256:");
  expect(imageId("quay.io/a/b:1").replace(/[0-9a-f]{64}/, "")).toBe("quay.io/a/b@sha256:");
});

test("KL-CRASH-07 durations are written as Go writes them", () => {
  expect([300, 1500, 10_000, 80_000, 300_000, 3_600_000].map(formatGoDuration)).toEqual([
    "300ms",
    "1.5s",
    "10s",
    "1m20s",
    "5m0s",
    "1h0m0s",
  ]);
});
