import { readFileSync } from "node:fs";
import { Cluster } from "@kubetick/cluster";
import { kubectl } from "@kubetick/kubectl";
import { describe, expect, test } from "vitest";
import { command, DAEMON_SET, folderWith } from "../test/command.ts";

/** A walkthrough in a folder of its own, and what `kubetick run` makes of it. */
function walkthrough(text: string, files: Readonly<Record<string, string>> = {}) {
  const file = folderWith({ ...files, "walk.md": text })("walk.md");
  return {
    file,
    run: (...options: readonly string[]) => command(["run", file, ...options]),
    text: () => readFileSync(file, "utf8"),
  };
}

const HASH = /^[0-9a-f]{16}$/;

const NODES = `# Nodes

<!-- kubetick
cluster: 2
-->

There are two.

\`\`\`console
$ kubectl get nodes -o name
node/node-1
node/node-2
\`\`\`
`;

describe("playing", () => {
  test("prints text, commands and output as a terminal would; the directives are not seen", () => {
    expect(walkthrough(NODES).run()).toEqual({
      stdout: "# Nodes\n\nThere are two.\n\n$ kubectl get nodes -o name\nnode/node-1\nnode/node-2\n\n",
      stderr: "",
      exitCode: 0,
    });
  });

  test("a command that fails is part of the walkthrough", () => {
    const { run } = walkthrough("```console\n$ kubectl get ds nosuch\n```\n");
    expect(run()).toEqual({
      stdout: '$ kubectl get ds nosuch\nError from server (NotFound): daemonsets.apps "nosuch" not found\n\n',
      stderr: "",
      exitCode: 0,
    });
  });

  test("a file is looked for beside the walkthrough, and a command may take several lines", () => {
    const { run } = walkthrough("```console\n$ kubectl apply \\\n>   -f ds.yaml\n```\n", { "ds.yaml": DAEMON_SET });
    expect(run().stdout).toMatch(/^\$ kubectl apply +-f ds\.yaml\ndaemonset\.apps\/agent created\n\n$/);
  });

  test("the steps may be numbered", () => {
    const { run } = walkthrough(
      "1. First:\n\n   <!-- kubetick\n   cluster: 1\n   -->\n\n   ```console\n   $ kubectl get nodes -o name\n   node/node-1\n   ```\n\n2. Done.\n",
    );
    expect(run("--check")).toMatchObject({
      stdout: expect.stringContaining("1 commands print what it shows"),
      exitCode: 0,
    });
  });
});

describe("directives", () => {
  const played = (text: string) => walkthrough(text, { "ds.yaml": DAEMON_SET }).run().stdout;
  const directives = (text: string) => `<!-- kubetick\n${text}\n-->\n`;
  const console = (...commands: readonly string[]) =>
    `\`\`\`console\n${commands.map((c) => `$ kubectl ${c}\n`).join("")}\`\`\`\n`;
  const COUNTS =
    "get ds agent -n kube-system -o jsonpath={.status.desiredNumberScheduled}/{.status.numberReady}/{.status.numberMisscheduled}";

  test("let time pass exactly, or until the cluster has settled", () => {
    const age = console("get ds -A --no-headers");
    const text = played(directives("cluster: 1") + console("apply -f ds.yaml") + directives("advance: 1m30s") + age);
    expect(text).toMatch(/ 1 +1 +1 +1 +1 +<none> +90s\n/);
    expect(played(directives("cluster: 1") + console("apply -f ds.yaml") + directives("settle: true") + age)).toMatch(
      / 1 +1 +1 +1 +1 +<none> /,
    );
    expect(played(directives("cluster: 1") + console("apply -f ds.yaml") + age)).toMatch(
      / 0 +0 +0 +0 +0 +<none> +0s\n/,
    );
  });

  test("join, fail, recover and remove nodes", () => {
    const text = played(
      directives("cluster: 2") +
        console("apply -f ds.yaml") +
        directives("addNode: late\nsettle: true") +
        console(COUNTS) +
        directives("failNode: late\nadvance: 2m") +
        console(COUNTS, "get node late --no-headers") +
        directives("recoverNode: late\nadvance: 2m") +
        console(COUNTS) +
        directives("removeNode: late\nsettle: true") +
        console(COUNTS),
    );
    expect(text.match(/^\d\/\d\/\d$/gm)).toEqual(["3/3/0", "2/2/1", "3/3/0", "2/2/0"]);
    expect(text).toMatch(/^late +NotReady +<none> /m);
  });

  test("a joining node may have labels, taints and a capacity", () => {
    const text = played(
      `${directives("cluster: 0\naddNode: { name: a, labels: { disk: ssd }, taints: [{ key: k, effect: NoSchedule }] }\nsettle: true")}${console(
        "get nodes -l disk=ssd -o jsonpath={.items[*].spec.taints[*].key}",
      )}`,
    );
    expect(text).toMatch(/^k$/m);
  });

  test("choose the behaviour of images", () => {
    const text = played(
      directives("cluster: 1\nimages: { example.com/agent: { exits: { after: 1000, code: 3 } } }") +
        console("apply -f ds.yaml") +
        directives("advance: 1m") +
        console("get pods -n kube-system --no-headers"),
    );
    expect(text).toMatch(/^agent-\w+ +0\/1 +Error +3 /m);
  });

  test("change what the next edit opens", () => {
    const text = played(
      directives("cluster: 1") +
        console("apply -f ds.yaml") +
        directives("settle: true\nedit: { 'image: example.com/agent:1': 'image: example.com/agent:2' }") +
        console("edit ds agent -n kube-system", "get ds agent -n kube-system -o jsonpath={..image}"),
    );
    expect(text).toContain("daemonset.apps/agent edited\n");
    expect(text).toContain("\nexample.com/agent:2\n");
  });

  test.each([
    ["nosuch: 1", 'there is no directive "nosuch"'],
    ["- 1", 'directives are "name: value"'],
    ["cluster: [", "the directives are no YAML"],
    ["cluster: kind", 'the directive "cluster" wants a number of nodes, or docker-desktop, not "kind"'],
    ["failNode: 1", 'the directive "failNode" wants a node\'s name, not 1'],
    ["advance: soon", '"soon" is no time span'],
    ["removeNode: nosuch", 'nodes "nosuch" not found'],
  ])("%j is refused, and said so", (text, stderr) => {
    expect(walkthrough(directives(text)).run()).toEqual({
      stdout: "",
      stderr: expect.stringContaining(stderr),
      exitCode: 2,
    });
  });
});

describe("--check", () => {
  test("is content where the file shows what happens", () => {
    const { file, run } = walkthrough(NODES);
    expect(run("--check")).toEqual({ stdout: `${file}: 1 commands print what it shows\n`, stderr: "", exitCode: 0 });
  });

  test("shows a diff, and exits with 1", () => {
    const { file, run, text } = walkthrough(NODES.replace("node/node-2", "node/node-3"));
    const before = text();
    expect(run("--check")).toEqual({
      stdout: `$ kubectl get nodes -o name
--- in the document
+++ now
@@ -1,2 +1,2 @@
 node/node-1
-node/node-3
+node/node-2

${file}: 1 of 1 commands print something else
`,
      stderr: "",
      exitCode: 1,
    });
    expect(text()).toBe(before);
  });

  test("three dots stand for any lines", () => {
    expect(walkthrough(NODES.replace("node/node-1\n", "...\n")).run("--check").exitCode).toBe(0);
    expect(walkthrough(NODES.replace("node/node-2\n", "...\n")).run("--check").exitCode).toBe(0);
    expect(walkthrough(NODES.replace("node/node-1\n", "...\nnode/node-7\n")).run("--check").exitCode).toBe(1);
  });
});

describe("--update", () => {
  test("writes what happens into the file, and leaves alone what is right", () => {
    const wrong = NODES.replace("node/node-2", "node/node-3");
    const { run, text } = walkthrough(wrong);
    expect(run("--update")).toEqual({ stdout: "", stderr: "", exitCode: 0 });
    expect(text()).toBe(NODES);
    const elided = NODES.replace("node/node-1\n", "...\n");
    const other = walkthrough(elided);
    other.run("--update");
    expect(other.text()).toBe(elided);
  });

  test("keeps the command's own lines, and the indent of a list", () => {
    const right = "- a\n\n  ~~~console\n  $ kubectl get \\\n  > nodes\n  No resources found\n  ~~~\n";
    const { run, text } = walkthrough(right.replace("No resources found", "something else\n\n  more"));
    expect(run("--update").exitCode).toBe(0);
    expect(text()).toBe(right);
  });

  test("leaves alone a block that is only shown as an example", () => {
    const example = "````markdown\n```console\n$ kubectl get pods\nwhatever\n```\n````\n\n";
    const { run, text } = walkthrough(example + NODES.replace("node/node-2", "node/node-3"));
    run("--update");
    expect(text()).toBe(example + NODES);
  });

  test("keeps the file's line ends", () => {
    const { run, text } = walkthrough(NODES.replace("node/node-2", "node/node-3").replaceAll("\n", "\r\n"));
    expect(run("--update").exitCode).toBe(0);
    expect(text()).toBe(NODES.replaceAll("\n", "\r\n"));
    expect(run("--check").exitCode).toBe(0);
  });

  test("does not go with --check", () => {
    expect(walkthrough(NODES).run("--check", "--update").exitCode).toBe(2);
  });
});

describe("--hash and --seed", () => {
  const lastLine = (stdout: string) => stdout.trimEnd().split("\n").at(-1);
  const STORY = `<!-- kubetick\ncluster: 2\n-->\n\`\`\`console\n$ kubectl apply -f ds.yaml\n\`\`\`\n<!-- kubetick\nadvance: 90s\n-->\n`;

  test("the last line is the hash of the state in the end", () => {
    const cluster = new Cluster({ nodes: 2, seed: 5 }).settle();
    kubectl(cluster, { readFile: () => DAEMON_SET })`apply -f ds.yaml`;
    const { run } = walkthrough(STORY, { "ds.yaml": DAEMON_SET });
    const { stdout } = run("--hash", "--seed", "5");
    expect(lastLine(stdout)).toBe(cluster.advance("90s").hash());
    expect(lastLine(run("--hash", "--seed", "5", "--check").stdout)).toBe(lastLine(stdout));
  });

  test("the same seed gives the same hash, another seed another", () => {
    const { run } = walkthrough(STORY, { "ds.yaml": DAEMON_SET });
    const hash = (...options: readonly string[]) => lastLine(run("--hash", ...options).stdout);
    expect(hash()).toMatch(HASH);
    expect(hash()).toBe(hash("--seed", "1"));
    expect(hash("--seed", "2")).not.toBe(hash("--seed", "1"));
  });
});

test("a walkthrough that is not there is trouble", () => {
  expect(command(["run", "/nosuch/walk.md"])).toEqual({
    stdout: "",
    stderr: expect.stringMatching(/^kubetick: ENOENT.*walk\.md/),
    exitCode: 2,
  });
});

test("without a command, the tutorial is played", () => {
  const { stdout, exitCode } = command([]);
  expect(exitCode).toBe(0);
  expect(stdout.match(/^\$ kubectl /gm)?.length).toBe(22);
});
