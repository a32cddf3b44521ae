import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { differenceOf } from "./walkthrough/check.ts";
import { parseWalkthrough } from "./walkthrough/document.ts";
import { type Played, playWalkthrough } from "./walkthrough/player.ts";

const folder = fileURLToPath(new URL("../../../examples/daemonset-tutorial/", import.meta.url));
const readFile = (path: string) => readFileSync(folder + path, "utf8");

function play(file: string) {
  const played: Played[] = [];
  const cluster = playWalkthrough(parseWalkthrough(readFile(file)), { readFile, onPlayed: (one) => played.push(one) });
  return { cluster, played };
}

describe("the DaemonSet tutorial", () => {
  test.each(["README.md", "README.ko.md"])("%s shows what happens", (file) => {
    expect(play(file).played.flatMap((one) => differenceOf(one) ?? [])).toEqual([]);
  });

  test("is the same in both languages, to the hash", () => {
    expect(play("README.ko.md").cluster.hash()).toBe(play("README.md").cluster.hash());
  });

  test("is played whether or not anybody listens", () => {
    const { cluster } = play("README.md");
    expect(playWalkthrough(parseWalkthrough(readFile("README.md")), { readFile }).hash()).toBe(cluster.hash());
  });

  // The tables of the original tutorial: its numbers, in the words of kubectl 1.37.
  test.each([
    [3, /^fluentd-elasticsearch +1 +1 +0 +1 +0 +<none> +32s$/m],
    [3, /^kube-proxy +1 +1 +1 +1 +1 +kubernetes.io\/os=linux +4d20h$/m],
    [5, /testenv: +value01/],
    [8, /^fluentd-elasticsearch +1 +1 +0 +0 +0 +<none> +12m$/m],
    [9, /^etcd-docker-desktop +1\/1 +Running +0 +4d20h$/m],
    [9, /^fluentd-elasticsearch-\w+ +0\/1 +CrashLoopBackOff +6 \(\w+ ago\) +10m$/m],
    [10, /^pod "fluentd-elasticsearch-\w+" deleted/],
    [11, /^fluentd-elasticsearch +1 +1 +0 +1 +0 +<none> +15m$/m],
    [12, /^coredns-\w+-\w+ +1\/1 +Running +0 +4d20h$/m],
    [12, /^fluentd-elasticsearch-\w+ +1\/1 +Running +3 \(\w+ ago\) +68s$/m],
  ])("command %d prints %s", (at, line) => {
    expect(play("README.md").played[at - 2]?.output).toMatch(line);
  });
});
