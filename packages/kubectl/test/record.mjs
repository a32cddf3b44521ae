// Records what the real kubectl prints, with the objects that it printed, into recorded/*.json.
//
//   KUBECTL="kubectl --kubeconfig some/kubeconfig" node packages/kubectl/test/record.mjs [SCENARIO…]
//
// The cluster must be a scratch one, with the nodes node-1, node-2 and node-3: each scenario makes its objects and
// deletes them again. A command counts only where it began and ended in the same second, and where the objects before
// and after are the same, so that ages can be reproduced.
import { execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { scenarios } from "./scenarios.mjs";

const [program, ...base] = (process.env.KUBECTL ?? "kubectl").split(" ");

function kubectl(args, input = "") {
  return new Promise((resolve) => {
    const child = execFile(program, [...base, ...args], { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ stdout, stderr, exitCode: error ? (error.code ?? 1) : 0 });
    });
    child.stdin.end(input);
  });
}

async function must(args, input) {
  const result = await kubectl(args, input);
  if (result.exitCode !== 0) throw new Error(`kubectl ${args.join(" ")}: ${result.stderr}`);
  return result.stdout;
}

async function startProxy() {
  const child = spawn(program, [...base, "proxy", "--port=0"], { stdio: ["ignore", "pipe", "inherit"] });
  const line = await new Promise((resolve) => child.stdout.once("data", (data) => resolve(String(data))));
  return { child, url: `http://${/127\.0\.0\.1:\d+/.exec(line)[0]}` };
}

/** `pods` is /api/v1/pods, `daemonsets.apps` is /apis/apps/v1/daemonsets. */
function pathOf(resource) {
  const [plural, ...group] = resource.split(".");
  return group.length === 0 ? `/api/v1/${plural}` : `/apis/${group.join(".")}/v1/${plural}`;
}

async function dump(url, resources) {
  // A resource that the cluster does not have yet has no objects.
  const lists = await Promise.all(
    resources.map(async (resource) => {
      const list = await (await fetch(url + pathOf(resource))).json();
      const kind = list.kind.replace(/List$/, "");
      const items = (list.items ?? []).map(({ metadata: { managedFields, ...metadata }, ...rest }) => {
        return { apiVersion: list.apiVersion, kind, metadata, ...rest };
      });
      return [resource, items];
    }),
  );
  return Object.fromEntries(lists);
}

async function recordCase(args) {
  for (;;) {
    const before = Date.now();
    const result = await kubectl(args);
    const after = Date.now();
    if (Math.floor(before / 1000) === Math.floor(after / 1000)) return { args, now: after, ...result };
    await sleep(1020 - (Date.now() % 1000));
  }
}

async function record(url, { name, resources, setUp, commands, tearDown }) {
  await setUp({ kubectl: must, sleep, url });
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      const objects = await dump(url, resources);
      const cases = [];
      for (const command of commands) cases.push(await recordCase(command));
      if (JSON.stringify(objects) !== JSON.stringify(await dump(url, resources))) continue;
      await writeFile(
        new URL(`./recorded/${name}.json`, import.meta.url),
        `${JSON.stringify({ objects, cases }, null, 1)}\n`,
      );
      console.log(`${name}: ${cases.length} commands`);
      return;
    }
    throw new Error(`${name}: the objects do not come to rest`);
  } finally {
    await tearDown?.({ kubectl: must, sleep, url });
  }
}

const proxy = await startProxy();
try {
  const only = process.argv.slice(2);
  for (const scenario of scenarios)
    if (only.length === 0 || only.includes(scenario.name)) await record(proxy.url, scenario);
} finally {
  proxy.child.kill();
}
