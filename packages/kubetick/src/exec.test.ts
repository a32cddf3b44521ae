import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Cluster } from "@kubetick/cluster";
import { kubectl } from "@kubetick/kubectl";
import { describe, expect, test } from "vitest";
import { command, DAEMON_SET, folderWith, nodeYaml } from "../test/command.ts";

/** A session that a shell script holds: each command is a process of its own, and the file is all that they share. */
function session(files: Readonly<Record<string, string>> = {}, first: readonly string[] = []) {
  const path = folderWith(files);
  const snapshot = path("lab.json");
  let options = first;
  const exec = (args: string, given: Parameters<typeof command>[1] & { advance?: string } = {}) => {
    const time = given.advance === undefined ? [] : ["--advance", given.advance];
    const words = args.split(" ").map((word) => word.replace(/^@/, `${path("")}/`));
    const ended = command(["exec", "--snapshot", snapshot, ...options, ...time, "--", ...words], given);
    options = [];
    return ended;
  };
  return { exec, path, snapshot, cluster: () => Cluster.restore(readFileSync(snapshot, "utf8")) };
}

function readyOf(cluster: Cluster): number {
  return cluster.daemonSets.get("kube-system/agent").status?.numberReady ?? 0;
}

describe("a new cluster", () => {
  test("has one node that has settled", () => {
    expect(command(["exec", "--", "get", "nodes", "--no-headers"])).toEqual({
      stdout: "node-1   Ready   <none>   0s    v1.37.2\n",
      stderr: "",
      exitCode: 0,
    });
  });

  test("has as many nodes as are wanted, also none", () => {
    expect(command(["exec", "--nodes", "3", "--", "get", "nodes", "-o", "name"]).stdout).toBe(
      "node/node-1\nnode/node-2\nnode/node-3\n",
    );
    expect(command(["exec", "--nodes", "0", "--", "get", "nodes"])).toEqual({
      stdout: "",
      stderr: "No resources found\n",
      exitCode: 0,
    });
  });

  test("is like Docker Desktop's", () => {
    expect(command(["exec", "--cluster", "docker-desktop", "--", "get", "ds", "-A", "--no-headers"]).stdout).toBe(
      "kube-system   kube-proxy   1     1     1     1     1     kubernetes.io/os=linux   4d20h\n",
    );
  });

  test("takes its names from the seed", () => {
    const pods = (seed: string) =>
      command([
        "exec",
        "--cluster",
        "docker-desktop",
        "--seed",
        seed,
        "--",
        "get",
        "pods",
        "-n",
        "kube-system",
        "-o",
        "name",
      ]).stdout;
    expect(pods("1")).toBe(pods("1"));
    expect(pods("2")).not.toBe(pods("1"));
    expect(pods("2").split("\n")).toHaveLength(8);
  });

  test("kubectl's flags stay kubectl's, with and without --", () => {
    const whole = command(["exec", "--nodes", "2", "--", "get", "nodes", "-o", "name"]);
    expect(command(["exec", "--nodes", "2", "get", "nodes", "-o", "name"])).toEqual(whole);
    expect(command(["exec", "--nodes", "2", "--", "kubectl", "get", "nodes", "-o", "name"])).toEqual(whole);
  });
});

describe("output, stderr and exit code are kubectl's", () => {
  // Recorded from kubectl 1.37.2.
  test.each([
    ["get pods nosuch", 'Error from server (NotFound): pods "nosuch" not found\n'],
    ["get nosuch", 'error: the server doesn\'t have a resource type "nosuch"\n'],
    ["get pods --nosuch", "error: unknown flag: --nosuch\nSee 'kubectl get --help' for usage.\n"],
    ["delete ds nosuch", 'Error from server (NotFound): daemonsets.apps "nosuch" not found\n'],
    ["apply -f @nosuch.yaml", /^error: the path ".*nosuch\.yaml" does not exist\n$/],
    ["set image ds/nosuch a=b", 'Error from server (NotFound): daemonsets.apps "nosuch" not found\n'],
  ])("%s", (args, stderr) => {
    const ended = session().exec(args);
    expect(ended).toEqual({ stdout: "", stderr: ended.stderr, exitCode: 1 });
    if (typeof stderr === "string") expect(ended.stderr).toBe(stderr);
    else expect(ended.stderr).toMatch(stderr);
  });

  test("what was done before the failure is kept", () => {
    const { exec } = session({
      "two.yaml": `${DAEMON_SET}---\n{ apiVersion: v1, kind: Nosuch, metadata: { name: a } }\n`,
    });
    expect(exec("apply -f @two.yaml")).toMatchObject({
      stdout: "daemonset.apps/agent created\n",
      exitCode: 1,
    });
    expect(exec("get ds -A -o name").stdout).toBe("daemonset.apps/agent\n");
  });
});

describe("a session in a snapshot file", () => {
  test("goes on where the last command left it, and only the first makes the cluster", () => {
    const { exec, snapshot } = session({ "ds.yaml": DAEMON_SET }, ["--nodes", "2"]);
    expect(exec("apply -f @ds.yaml").stdout).toBe("daemonset.apps/agent created\n");
    expect(exec("get ds -n kube-system --no-headers").stdout).toMatch(/^agent +2 +2 +2 +2 +2 +<none> +\d+s\n$/);
    command(["exec", "--snapshot", snapshot, "--nodes", "5", "--", "get", "nodes"]);
    expect(exec("get nodes -o name").stdout).toBe("node/node-1\nnode/node-2\n");
  });

  test("has the hash that it has in one process", () => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET }, ["--nodes", "3", "--seed", "7"]);
    exec("apply -f @ds.yaml", { advance: "1500ms" });
    exec("create -f -", { stdin: nodeYaml("late"), advance: "0s" });
    exec("set image -n kube-system ds/agent agent=example.com/agent:2", { advance: "700ms" });
    exec("delete node node-2");

    const whole = new Cluster({ nodes: 3, seed: 7 }).settle();
    const $ = kubectl(whole, { readFile: (path) => (path === "-" ? nodeYaml("late") : DAEMON_SET) });
    $`apply -f ds.yaml`;
    whole.advance(1500);
    $`create -f -`;
    $`set image -n kube-system ds/agent agent=example.com/agent:2`;
    whole.advance(700);
    $`delete node node-2`;
    expect(cluster().hash()).toBe(whole.settle().hash());
  });

  test("the old snapshot is never written into: it stays whole until the new one takes its place", () => {
    const { exec, path, snapshot, cluster } = session();
    exec("get nodes");
    const old = readFileSync(snapshot, "utf8");
    linkSync(snapshot, path("kept"));
    exec("create namespace a");
    expect(readFileSync(path("kept"), "utf8")).toBe(old);
    expect(cluster().namespaces.find("a")).toBeDefined();
    expect(readdirSync(dirname(snapshot)).sort()).toEqual(["kept", "lab.json"]);
  });

  test("a write that fails leaves the old snapshot, and says so", () => {
    const { exec, snapshot } = session();
    exec("get nodes");
    const old = readFileSync(snapshot, "utf8");
    // Where another process is just writing, this one cannot.
    writeFileSync(`${snapshot}.${process.pid}.tmp`, "");
    expect(exec("create namespace a")).toMatchObject({
      stdout: "namespace/a created\n",
      stderr: expect.stringMatching(/^kubetick: EEXIST/),
      exitCode: 2,
    });
    expect(readFileSync(snapshot, "utf8")).toBe(old);
  });

  test("a link stays a link", () => {
    const { exec, path, snapshot } = session();
    exec("get nodes");
    symlinkSync(snapshot, path("link"));
    command(["exec", "--snapshot", path("link"), "--", "create", "namespace", "a"]);
    expect(exec("get namespace a -o name").stdout).toBe("namespace/a\n");
  });

  test.each([
    ["cut off", (text: string) => text.slice(0, text.length / 2), /^kubetick: .*cut off/],
    ["empty", () => "", /^kubetick: .*cut off/],
    ["changed", (text: string) => text.replace("node-1", "node-2"), /^kubetick: .*damaged/],
    ["of a later version", (text: string) => text.replace('"format":1', '"format":99'), /^kubetick: .*newer/],
    ["something else", () => "{}", /^kubetick: this is no kubetick snapshot/],
  ])("a file that is %s is refused, and left alone", (_, change, stderr) => {
    const { exec, snapshot } = session();
    exec("get nodes");
    const changed = change(readFileSync(snapshot, "utf8"));
    writeFileSync(snapshot, changed);
    expect(exec("get nodes")).toEqual({ stdout: "", stderr: expect.stringMatching(stderr), exitCode: 2 });
    expect(readFileSync(snapshot, "utf8")).toBe(changed);
  });
});

describe("time after the command", () => {
  test("settles without --advance", () => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET }, ["--nodes", "3"]);
    exec("apply -f @ds.yaml");
    expect(readyOf(cluster())).toBe(3);
  });

  test("settles also where a container crashes for ever", () => {
    const crash = `
apiVersion: sim.kubetick.dev/v1
kind: ImageBehaviour
metadata: { name: crash }
spec: { image: "example.com/agent:1", exits: { after: 1000, code: 1 } }
`;
    const { exec } = session({ "ds.yaml": DAEMON_SET, "crash.yaml": crash });
    expect(exec("create -f @crash.yaml").stderr).toBe("");
    exec("apply -f @ds.yaml", { advance: "1m" });
    expect(exec("get pods -n kube-system --no-headers")).toEqual({
      stdout: expect.stringMatching(/^agent-\w+ +0\/1 +Error +3 /),
      stderr: "",
      exitCode: 0,
    });
  });

  test.each([
    ["30s", 30_000],
    ["1ms", 1],
    ["1m0.5s", 60_500],
    ["0s", 0],
    ["0", 0],
    ["4d20h", 417_600_000],
  ])("--advance %s is exact, whatever was under way", (advance, milliseconds) => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET });
    exec("get nodes");
    const before = cluster().now;
    exec("apply -f @ds.yaml", { advance });
    expect(cluster().now - before).toBe(milliseconds);
  });

  test("nothing moves with --advance 0s: no controller has seen the command yet", () => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET });
    exec("apply -f @ds.yaml", { advance: "0s" });
    const { hash, now } = { hash: cluster().hash(), now: cluster().now };
    expect(exec("get ds -A --no-headers", { advance: "0s" }).stdout).toBe(
      "kube-system   agent   0     0     0     0     0     <none>   0s\n",
    );
    expect({ hash: cluster().hash(), now: cluster().now }).toEqual({ hash, now });
    exec("get ds -A");
    expect(readyOf(cluster())).toBe(1);
  });

  test("a bad time is refused before the command runs", () => {
    const { exec, snapshot } = session();
    expect(exec("create namespace a", { advance: "soon" })).toEqual({
      stdout: "",
      stderr: 'kubetick: "soon" is no time span: give milliseconds, or a text such as "30s", "1m30s" or "4d20h"\n',
      exitCode: 2,
    });
    expect(existsSync(snapshot)).toBe(false);
  });
});

describe("joining and leaving", () => {
  test.each([
    ["a file", "create -f @node.yaml"],
    ["standard input", "create -f -"],
    ["apply", "apply -f @node.yaml"],
  ])("a node that is given by %s gets a kubelet, and with it a pod", (_, args) => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET, "node.yaml": nodeYaml("joined") });
    exec("apply -f @ds.yaml");
    expect(exec(args, { stdin: nodeYaml("joined") }).stdout).toBe("node/joined created\n");
    expect(readyOf(cluster())).toBe(2);
    expect(exec("get node joined --no-headers").stdout).toMatch(/^joined +Ready +<none> +\d+s +v1\.37\.2\n$/);
    expect(exec("get pods -n kube-system -o wide --field-selector spec.nodeName=joined --no-headers").stdout).toMatch(
      /^agent-\w+ +1\/1 +Running +0 .* joined /,
    );
  });

  test("a node that is deleted takes its pod along", () => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET }, ["--nodes", "2"]);
    exec("apply -f @ds.yaml");
    expect(exec("delete node node-2")).toEqual({ stdout: 'node "node-2" deleted\n', stderr: "", exitCode: 0 });
    expect(readyOf(cluster())).toBe(1);
    expect(
      cluster()
        .pods.list()
        .map((pod) => pod.spec.nodeName),
    ).toEqual(["node-1"]);
    expect(exec("get nodes -o name").stdout).toBe("node/node-1\n");
  });

  test("a node can come back under its name", () => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET }, ["--nodes", "2"]);
    exec("apply -f @ds.yaml");
    exec("delete node node-2");
    exec("create -f -", { stdin: nodeYaml("node-2") });
    expect(readyOf(cluster())).toBe(2);
  });
});

describe("edit", () => {
  const EDITED = "daemonset.apps/agent edited\n";

  test.each([
    ["words", { KUBE_EDITOR: "sed -i s/agent:1/agent:2/" }],
    ["a shell's line", { KUBE_EDITOR: "sed -i 's/agent:1/agent:2/'" }],
    ["EDITOR", { EDITOR: "sed -i s/agent:1/agent:2/" }],
    ["KUBE_EDITOR before EDITOR", { KUBE_EDITOR: "sed -i s/agent:1/agent:2/", EDITOR: "false" }],
  ])("opens the editor that is named: %s", (_, environment) => {
    const { exec, cluster } = session({ "ds.yaml": DAEMON_SET });
    exec("apply -f @ds.yaml");
    expect(exec("edit ds agent -n kube-system", { environment })).toEqual({ stdout: EDITED, stderr: "", exitCode: 0 });
    expect(
      cluster()
        .pods.list()
        .map((pod) => pod.spec.containers[0]?.image),
    ).toEqual(["example.com/agent:2"]);
  });

  test.each([
    ["true", 0, "Edit cancelled, no changes made.\n"],
    ["false", 1, 'error: there was a problem with the editor "false"\n'],
    ["nosuch-editor", 1, 'error: unable to launch the editor "nosuch-editor"\n'],
  ])("an editor %s", (editor, exitCode, stderr) => {
    const { exec } = session({ "ds.yaml": DAEMON_SET });
    exec("apply -f @ds.yaml");
    expect(exec("edit ds agent -n kube-system", { environment: { KUBE_EDITOR: editor } })).toEqual({
      stdout: "",
      stderr,
      exitCode,
    });
  });
});

describe("folders", () => {
  test("-f takes the objects of a folder in the order of their names", () => {
    const { exec, path } = session({ "2.yml": nodeYaml("b"), "1.yaml": nodeYaml("a"), "3.txt": nodeYaml("c") });
    expect(exec("create -f @").stdout).toBe("node/a created\nnode/b created\n");
    expect(exec(`get -f ${path("")} -o name`).stdout).toBe("node/a\nnode/b\n");
  });

  test("-R goes into folders inside", () => {
    const { exec, path } = session({ "2.yaml": nodeYaml("c") });
    mkdirSync(path("1"));
    writeFileSync(path("1/a.json"), JSON.stringify({ apiVersion: "v1", kind: "Node", metadata: { name: "a" } }));
    expect(exec("create -f @ --dry-run=client").stdout).toBe("node/c created (dry run)\n");
    expect(exec("create -R -f @").stdout).toBe("node/a created\nnode/c created\n");
  });

  // cli-runtime/pkg/resource/builder.go Path.
  test("a folder without objects is an error", () => {
    const { exec, path } = session({ "note.txt": "" });
    expect(exec("create -f @").stderr).toBe(
      `error: error reading [${path("")}/]: recognized file extensions are [.json .yaml .yml]\n`,
    );
  });

  test("a URL is not fetched", () => {
    expect(session().exec("apply -f https://example.com/a.yaml")).toEqual({
      stdout: "",
      stderr: "error: URLs (-f https://example.com/a.yaml) are not simulated: nothing is fetched\n",
      exitCode: 1,
    });
  });
});

test.each([
  [["exec", "--nodes", "three", "--", "get", "nodes"], "a whole number is wanted"],
  [["exec", "--nodes", "-1", "--", "get", "nodes"], "a whole number is wanted"],
  [["exec", "--cluster", "kind", "--", "get", "nodes"], "Allowed choices are docker-desktop"],
  [["exec", "--cluster", "docker-desktop", "--nodes", "3", "--", "get", "nodes"], "cannot be used with"],
  [["exec", "--nosuch", "--", "get", "nodes"], "unknown option '--nosuch'"],
  [["nosuch"], "too many arguments"],
])("%j is refused with exit code 2", (args, stderr) => {
  expect(command(args)).toEqual({ stdout: "", stderr: expect.stringContaining(stderr), exitCode: 2 });
});
