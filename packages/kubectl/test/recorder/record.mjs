// Plays the command lines of scenarios.json with a real kubectl, one after another, and records what each prints.
// KUBECTL=path/to/kubectl KUBECONFIG=path node record.mjs: the cluster must have node-1 to node-3 and nothing else.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const here = new URL(".", import.meta.url);
const { files, commands } = JSON.parse(readFileSync(new URL("scenarios.json", here), "utf8"));
const folder = mkdtempSync(join(tmpdir(), "verbs-"));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);

const recorded = commands.map((command) => {
  // The controllers and kubelets come to rest between two commands, as `settle` does in the simulation.
  spawnSync("sleep", ["0.6"]);
  const options = { cwd: folder, encoding: "utf8", input: "", env: { ...process.env, KUBE_EDITOR: "true" } };
  const { stdout, stderr, status } = spawnSync(process.env.KUBECTL, command.split(" "), options);
  return { command, stdout, stderr, exitCode: status };
});
writeFileSync(new URL("../recorded-verbs/verbs.json", here), `${JSON.stringify(recorded, undefined, 2)}\n`);
