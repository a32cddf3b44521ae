import fc from "fast-check";
import type { ApiRequest } from "../../../src/api/request.ts";
import type { ClusterState } from "../../../src/machine/state.ts";
import { DELETE_OPTIONS, MANIFESTS, SUBRESOURCE_BODIES } from "./manifests.ts";
import { placesIn, spoiled, spoilings } from "./spoil.ts";
import { partOf } from "./typed.ts";
import { oddText, ownObject, wildJson, wildValue } from "./wild.ts";
import { storedObjects } from "./world.ts";

/** A request that is still to be fitted to the state that it meets: which object it names depends on what is there. */
export type Act = (state: ClusterState) => ApiRequest;

const VERBS = ["get", "list", "create", "update", "patch", "delete", "deletecollection"];
const SUBRESOURCES = ["status", "finalize", "scale", "binding", "eviction", "resize", "log", "proxy", "approval"];
const PATCH_TYPES = ["strategic", "merge", "json"];

const OPTIONS = {
  dryRun: ["All"],
  fieldValidation: "Strict",
  fieldManager: "someone",
  labelSelector: "app in (new,b),!c",
  fieldSelector: "metadata.name!=x,spec.nodeName=node-1",
  gracePeriodSeconds: 1,
  propagationPolicy: "Background",
  preconditions: { uid: "u", resourceVersion: "3" },
  resourceVersion: "5",
  resourceVersionMatch: "Exact",
  limit: 2,
  continue: "x",
  timeoutSeconds: 1,
};

const oneOption = fc.constantFrom(...Object.entries(OPTIONS)).map(([key, value]) => ({ [key]: value }));
const oddOption = fc.tuple(fc.constantFrom(...Object.keys(OPTIONS)), wildValue).map((entry) => ownObject([entry]));
/** Mostly none: then the rest of the request counts. */
const options: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: oneOption },
  { weight: 2, arbitrary: oddOption },
);

function asked(request: object): ApiRequest {
  return request as ApiRequest;
}

/** A value that is mostly the one given, else anything. */
function mostly<T>(value: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 20, arbitrary: value },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: wildValue },
  );
}

/** Nothing about it is as it should be. */
const wild: fc.Arbitrary<Act> = fc
  .oneof(
    wildValue,
    fc.record(
      {
        verb: mostly(fc.constantFrom(...VERBS)),
        resource: mostly(fc.constantFrom(...MANIFESTS.map(({ resource }) => resource))),
        namespace: mostly(fc.constant("default")),
        name: mostly(fc.constant("new")),
        subresource: fc.oneof(wildValue, fc.constantFrom(...SUBRESOURCES)),
        body: wildValue,
        patchType: mostly(fc.constantFrom(...PATCH_TYPES)),
        options: fc.oneof(options, wildValue),
        by: wildValue,
      },
      { requiredKeys: [] },
    ),
  )
  .map((request) => () => asked(request as object));

/** A creation that is almost right. */
const creation: fc.Arbitrary<Act> = fc
  .record({
    manifest: fc.constantFrom(...MANIFESTS),
    name: fc.constantFrom("new", "newer", "newest"),
    doings: spoilings,
    options,
  })
  .map(
    ({ manifest: { body, ...where }, name, doings, options: opts }) =>
      () =>
        asked({ verb: "create", ...where, body: spoiled(called(body, name), doings), options: opts }),
  );

/** Mostly names that are not taken: there is one object of each kind already. */
function called(body: object, name: string): object {
  const { metadata } = body as { metadata: { name?: string } };
  return metadata.name === "new" ? { ...body, metadata: { ...metadata, name } } : body;
}

interface Target {
  readonly resource: string;
  readonly namespace?: string;
  readonly name: string;
  readonly object: object;
}

const which = fc.nat(1_000);

/** An object that is there: the kinds take turns, so that the many events do not count for more than the one DaemonSet. */
function target(state: ClusterState, at: number, wanted?: string): Target {
  const all = storedObjects(state);
  const resources = [...new Set(all.map(({ resource }) => resource))];
  const chosen = resources.find((resource) => resource === wanted) ?? resources[at % resources.length];
  const objects = all.filter(({ resource }) => resource === chosen);
  const { resource, object } = objects[Math.floor(at / resources.length) % objects.length]!;
  const { name, namespace } = (object as { metadata: { name: string; namespace?: string } }).metadata;
  return { resource, name, object, ...(namespace === undefined ? {} : { namespace }) };
}

const subresource = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  undefined,
  "status",
  "status",
  "finalize",
  "scale",
  "resize",
);

function named({ object: _, ...where }: Target): object {
  return where;
}

/** A PUT of what is there, with something wrong in it. */
const update: fc.Arbitrary<Act> = fc
  .record({ at: which, doings: spoilings, subresource, options, versioned: fc.boolean() })
  .map(({ at, doings, subresource: part, options: opts, versioned }) => (state) => {
    const found = target(state, at);
    const { metadata, ...rest } = found.object as { metadata: object };
    const body = versioned ? found.object : { ...rest, metadata: { ...metadata, resourceVersion: undefined } };
    return asked({
      verb: "update",
      ...named(found),
      ...subresourceOf(part),
      body: spoiled(body, doings),
      options: opts,
    });
  });

function subresourceOf(name: string | undefined): object {
  return name === undefined ? {} : { subresource: name };
}

/** One part of an object that is there, replaced by anything of its type. */
const retyped: fc.Arbitrary<Act> = fc
  .constantFrom("nodes", "pods", "daemonsets.apps", ...MANIFESTS.map(({ resource }) => resource))
  .chain((resource) => {
    const { body } = MANIFESTS.find((manifest) => manifest.resource === resource)!;
    const { apiVersion, kind } = body as { apiVersion: string; kind: string };
    return fc
      .constantFrom("status", "status", ...Object.keys(body).filter((key) => !META.includes(key)))
      .chain((field) =>
        fc.record({
          at: which,
          resource: fc.constant(resource),
          field: fc.constant(field),
          value: partOf(apiVersion, kind, field),
          main: fc.boolean(),
        }),
      );
  })
  .map(({ at, resource, field, value, main }) => (state) => {
    const found = target(state, at, resource);
    const part = field === "status" && !main ? { subresource: "status" } : {};
    return asked({ verb: "update", ...named(found), ...part, body: { ...found.object, [field]: value } });
  });

const META = ["apiVersion", "kind", "metadata"];

const DIRECTIVES: readonly object[] = [
  { $patch: "delete" },
  { $patch: "replace" },
  { $patch: "nonsense" },
  { $retainKeys: ["type"] },
  { $retainKeys: "type" },
  { "$setElementOrder/containers": [{ name: "c" }, { name: "x" }] },
  { "$setElementOrder/finalizers": [1] },
  { "$deleteFromPrimitiveList/finalizers": ["example.com/hold"] },
  { "$deleteFromPrimitiveList/finalizers": {} },
];

/** At one of the object's own paths, something else: a patch of that, in each of the languages. */
const patch: fc.Arbitrary<Act> = fc
  .record({
    at: which,
    place: fc.nat(10_000),
    value: fc.oneof(wildValue, fc.constantFrom(...DIRECTIVES)),
    patchType: mostly(fc.constantFrom(...PATCH_TYPES)),
    op: fc.constantFrom("add", "replace", "remove", "test", "move", "copy", "nonsense"),
    subresource,
    doings: spoilings,
    options,
  })
  .map(({ at, place, value, patchType, op, subresource: part, doings, options: opts }) => (state) => {
    const found = target(state, at);
    const places = placesIn(found.object).filter((path) => path.length > 0);
    const path = places[place % places.length]!;
    const other = places[(place * 7 + 3) % places.length]!;
    const body = patchType === "json" ? [operation(op, path, other, value)] : patchAt(path, value);
    return asked({
      verb: "patch",
      ...named(found),
      ...subresourceOf(part),
      patchType,
      body: spoiled(body, doings),
      options: opts,
    });
  });

function operation(
  op: string,
  path: readonly (string | number)[],
  from: readonly (string | number)[],
  value: unknown,
): object {
  const pointer = (keys: readonly (string | number)[]) =>
    keys.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  return { op, path: pointer(path), ...(op === "move" || op === "copy" ? { from: pointer(from) } : { value }) };
}

function patchAt(path: readonly (string | number)[], value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, key) => (typeof key === "number" ? [inner] : ownObject([[key, inner]])),
    value,
  );
}

const deletion: fc.Arbitrary<Act> = fc
  .record({
    at: which,
    verb: fc.constantFrom("delete", "delete", "deletecollection"),
    body: fc.option(spoilings),
    options,
  })
  .map(({ at, verb, body, options: opts }) => (state) => {
    const found = target(state, at);
    const deleteOptions = body === null ? {} : { body: spoiled(DELETE_OPTIONS, body) };
    return asked({ verb, ...named(found), ...deleteOptions, options: opts });
  });

const posted: fc.Arbitrary<Act> = fc
  .record({
    at: which,
    post: fc.constantFrom(...SUBRESOURCE_BODIES),
    doings: spoilings,
    verb: fc.constantFrom("create", "create", "update", "get"),
  })
  .map(({ at, post, doings, verb }) => (state) => {
    const pods = storedObjects(state).filter(({ resource }) => resource === "pods");
    const pod = pods[at % pods.length];
    const name = (pod?.object as { metadata?: { name: string } } | undefined)?.metadata?.name ?? "none";
    const body = spoiled(spoiled(post.body, []), doings);
    return asked({ verb, resource: "pods", namespace: "default", name, subresource: post.subresource, body });
  });

const reading: fc.Arbitrary<Act> = fc
  .record({ at: which, verb: fc.constantFrom("get", "list"), options: fc.oneof(options, oddOption, wildJson) })
  .map(
    ({ at, verb, options: opts }) =>
      (state) =>
        asked({ verb, ...named(target(state, at)), options: opts }),
  );

export const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 2, arbitrary: wild },
  { weight: 6, arbitrary: creation },
  { weight: 4, arbitrary: update },
  { weight: 4, arbitrary: retyped },
  { weight: 4, arbitrary: patch },
  { weight: 2, arbitrary: deletion },
  { weight: 1, arbitrary: posted },
  { weight: 1, arbitrary: reading },
);
