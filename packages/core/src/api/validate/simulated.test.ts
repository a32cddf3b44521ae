import { expect, it } from "vitest";
import type { Json } from "../../kubernetes/types.ts";
import { aggregateFieldErrors } from "../field-error.ts";
import { validateImageBehaviour, validateMachine } from "./simulated.ts";

it.each<[Json, string]>([
  [{ image: "a/*", node: "n-*", env: { A: "1" }, pullTime: 0, pullError: "no", imageSize: 5, startTime: 1.5 }, ""],
  [{ exits: { after: 5, code: 1, reason: "Error", message: "m" }, readiness: false, liveness: [] }, ""],
  [{ exits: [{}, { after: null }], startup: [{ from: 0, ok: true, output: "x" }], stopTime: 3, stopCode: 255 }, ""],
  ["x", 'spec: Invalid value: "x": must be an object'],
  [{ pullTime: "1s" }, 'spec.pullTime: Invalid value: "1s": must be milliseconds, from 0 to 10000000000000'],
  [{ startTime: -1 }, "spec.startTime: Invalid value: -1: must be milliseconds, from 0 to 10000000000000"],
  [{ stopTime: 1e14 }, "spec.stopTime: Invalid value: 100000000000000: must be milliseconds, from 0 to 10000000000000"],
  [{ stopCode: 256 }, "spec.stopCode: Invalid value: 256: must be an exit code, from 0 to 255"],
  [{ exits: [5] }, "spec.exits[0]: Invalid value: 5: must be an object"],
  [
    { exits: { afterwards: 5 } },
    "spec.exits.afterwards: Invalid value: 5: no such field: there are after, code, reason, message",
  ],
  [{ env: { A: 1 } }, "spec.env[A]: Invalid value: 1: must be a string"],
  [{ readiness: "yes" }, 'spec.readiness: Invalid value: "yes": must be true or false'],
  [{ liveness: [{ ok: 1 }] }, "spec.liveness[0].ok: Invalid value: 1: must be true or false"],
])("an ImageBehaviour of %j", (spec, errors) => {
  expect(aggregateFieldErrors(validateImageBehaviour({ spec }))).toBe(errors);
});

it.each<[Json, string]>([
  [{ clockSkew: -5000 }, ""],
  [
    { clockSkew: 0.5 },
    "spec.clockSkew: Invalid value: 0.5: must be whole milliseconds, from -31622400000 to 31622400000",
  ],
  [
    { clockSkew: 31622400001 },
    "spec.clockSkew: Invalid value: 31622400001: must be whole milliseconds, from -31622400000 to 31622400000",
  ],
  [{ slowdown: 1 }, ""],
  [{ slowdown: 1000 }, ""],
  [{ slowdown: 0 }, "spec.slowdown: Invalid value: 0: must be a whole number, from 1 to 1000"],
  [{ slowdown: 1.5 }, "spec.slowdown: Invalid value: 1.5: must be a whole number, from 1 to 1000"],
  [{ slowdown: 1001 }, "spec.slowdown: Invalid value: 1001: must be a whole number, from 1 to 1000"],
  [{ slowdown: "10" }, 'spec.slowdown: Invalid value: "10": must be a whole number, from 1 to 1000'],
  [{ power: "Off", bootTime: 5, capacity: { cpu: "4", memory: 5 }, staticPods: [{}] }, ""],
  [null, ""],
  [{ power: "Maybe" }, 'spec.power: Unsupported value: "Maybe": supported values: "On", "Off"'],
  [
    { capacity: { cpu: "many" } },
    'spec.capacity[cpu]: Invalid value: "many": must be a quantity, such as "4" or "8Gi"',
  ],
  [{ capacity: [] }, "spec.capacity: Invalid value: []: must be an object"],
  [{ staticPods: {} }, "spec.staticPods: Invalid value: {}: must be a list"],
  [{ staticPods: [1] }, "spec.staticPods[0]: Invalid value: 1: must be an object"],
  [
    JSON.parse('{"__proto__":1}') as Json,
    "spec.__proto__: Invalid value: 1: no such field: there are power, bootTime, clockSkew, slowdown, capacity, staticPods",
  ],
])("a Machine of %j", (spec, errors) => {
  expect(aggregateFieldErrors(validateMachine({ spec }))).toBe(errors);
});
