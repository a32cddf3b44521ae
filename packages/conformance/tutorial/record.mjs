// The tutorial's session, up to the second to last part, on the real control plane and the real kubelet. Takes 16 minutes.
//
//   KUBECTL="kubectl --kubeconfig some/kubeconfig" node packages/conformance/tutorial/record.mjs > packages/conformance/tutorial/real.txt
//
// The cluster: KUBELETS=docker-desktop SCRIPTS=packages/conformance/tutorial/scripts.json oracle/up.sh
import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const [program, ...base] = (process.env.KUBECTL ?? "kubectl").split(" ");
const manifest = fileURLToPath(new URL("../../../examples/daemonset-tutorial/daemonset.yaml", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tutorial-"));
let started = Date.now();

/** `at`: so many seconds after the first command; `after`: so many after the end of the one before. */
const SESSION = [
  { at: 0, run: `apply -f ${manifest}` },
  { at: 32, run: "get daemonset -n kube-system" },
  { at: 120, run: "edit daemonset fluentd-elasticsearch -n kube-system", edit: [["value: value$", "value: value01"]] },
  { after: 1, run: "describe daemonset fluentd-elasticsearch -n kube-system" },
  {
    at: 151,
    run: "edit daemonset fluentd-elasticsearch -n kube-system",
    edit: [
      ["value: value01$", "value: value02"],
      ["type: RollingUpdate", "type: OnDelete"],
    ],
  },
  {
    at: 181,
    run: "edit daemonset fluentd-elasticsearch -n kube-system",
    edit: [["value: value02$", "value: value03"]],
  },
  { at: 721, run: "get daemonset -n kube-system" },
  { after: 0, run: "get pods -n kube-system" },
  { at: 841, run: "delete pod -l name=fluentd-elasticsearch -n kube-system" },
  { after: 60, run: "get daemonset -n kube-system" },
  { after: 8, run: "get pods -n kube-system" },
];

function editor(changes) {
  const file = join(folder, "editor.sh");
  const commands = changes.map(([from, to]) => `sed -i 's/${from}/${to}/' "$1"`);
  writeFileSync(file, `#!/bin/sh\n${commands.join("\n")}\n`);
  chmodSync(file, 0o755);
  return file;
}

function kubectl(line, edit) {
  const env = edit === undefined ? process.env : { ...process.env, KUBE_EDITOR: editor(edit) };
  return new Promise((resolve) => {
    execFile(program, [...base, ...line.split(" ")], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
}

let ended = started;
for (const { at, after, run, edit } of SESSION) {
  const moment = at === undefined ? ended + after * 1000 : started + at * 1000;
  if (at === 0) started = Date.now();
  await sleep(Math.max(0, moment - Date.now()));
  const shown = run.replace(manifest, "daemonset.yaml");
  process.stdout.write(`$ kubectl ${shown}\n${await kubectl(run, edit)}`);
  ended = Date.now();
}
