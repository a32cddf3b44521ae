// Plays requests against a real API server (without controllers) and writes its answers beside them.
// Usage: NODE_TLS_REJECT_UNAUTHORIZED=0 node record-answers.mjs FILE SERVER TOKEN
// FILE holds [{ title, before: [request], request, answer }], the requests as `handle` takes them; `answer` is filled in.
import { readFileSync, writeFileSync } from "node:fs";

const [file, server, token] = process.argv.slice(2);
const VERSIONS = new Map([["autoscaling", "v2"]]);
const METHODS = {
  get: "GET",
  list: "GET",
  create: "POST",
  update: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  deletecollection: "DELETE",
};
const PATCHES = {
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
};

function pathOf({ resource, namespace, name, subresource, verb }) {
  const [plural, ...group] = resource.split(".");
  const base = group.length === 0 ? "/api/v1" : `/apis/${group.join(".")}/${VERSIONS.get(group.join(".")) ?? "v1"}`;
  const scope = namespace ? `/namespaces/${namespace}` : "";
  const isCollection = (verb === "create" && !subresource) || verb === "list" || verb === "deletecollection";
  return `${base}${scope}/${plural}${isCollection || name === undefined ? "" : `/${encodeURIComponent(name)}`}${subresource ? `/${subresource}` : ""}`;
}

const QUERY = ["dryRun", "fieldValidation", "fieldManager", "labelSelector", "fieldSelector"];
const DELETE_BODY = ["gracePeriodSeconds", "propagationPolicy", "preconditions"];

async function send(request) {
  const { verb, body, patchType = "strategic", options = {} } = request;
  const query = new URLSearchParams();
  for (const key of QUERY) for (const value of [options[key] ?? []].flat()) query.append(key, value);
  const isDelete = verb === "delete" || verb === "deletecollection";
  const deleteOptions = Object.fromEntries(
    DELETE_BODY.filter((key) => key in options).map((key) => [key, options[key]]),
  );
  const payload =
    body !== undefined
      ? body
      : isDelete && Object.keys(deleteOptions).length > 0
        ? { kind: "DeleteOptions", apiVersion: "v1", ...deleteOptions }
        : undefined;
  const response = await fetch(`${server}${pathOf(request)}?${query}`, {
    method: METHODS[verb] ?? verb,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": verb === "patch" ? (PATCHES[patchType] ?? patchType) : "application/json",
      accept: "application/json",
    },
    ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
  });
  const text = await response.text();
  let answer = {};
  try {
    answer = JSON.parse(text);
  } catch {
    answer = { text };
  }
  const header = response.headers.get("warning");
  const warnings =
    header === null
      ? undefined
      : [...header.matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map(([, w]) => w.replace(/\\(.)/g, "$1"));
  return { code: response.status, body: answer, warnings };
}

/** Takes away what a case has made, also what holds itself. */
async function cleanUp({ resource, namespace }, { body }) {
  const { name, finalizers } = body.metadata ?? {};
  if (!name) return;
  const at = { resource, namespace, name };
  if (finalizers) await send({ ...at, verb: "patch", patchType: "merge", body: { metadata: { finalizers: null } } });
  await send({ ...at, verb: "delete", options: { gracePeriodSeconds: 0 } });
  const left = await send({ ...at, verb: "get" });
  if (left.code === 200 && resource === "namespaces") {
    await send({ ...at, verb: "update", subresource: "finalize", body: { ...left.body, spec: { finalizers: [] } } });
  } else if (left.code === 200 && left.body.metadata.finalizers) {
    await send({ ...at, verb: "patch", patchType: "merge", body: { metadata: { finalizers: null } } });
  }
}

const cases = JSON.parse(readFileSync(file, "utf8"));
for (const each of cases) {
  const made = [];
  for (const request of each.before ?? []) {
    const answer = await send(request);
    if (answer.code >= 400) console.error(`${each.title}: before: ${answer.body.message}`);
    else if (request.verb === "create") made.push([request, answer]);
  }
  const { code, body, warnings } = await send(each.request);
  if (code < 300 && each.request.verb === "create" && each.request.subresource === undefined)
    made.push([each.request, { body }]);
  const { message, reason, details } = code >= 400 ? body : {};
  each.answer = { code, reason, message, details, warnings };
  for (const [request, answer] of made.reverse()) await cleanUp(request, answer);
}
writeFileSync(file, `${JSON.stringify(cases, null, 1)}\n`);
