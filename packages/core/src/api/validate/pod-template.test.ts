import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PodTemplateSpec } from "../../kubernetes/types.ts";
import { defaultPodTemplateSpec } from "../default/pod.ts";
import { fieldErrorBody } from "../field-error.ts";
import { dropGatedFields } from "../strategy/pod-gated-fields.ts";
import { podTemplateWarnings } from "../strategy/pod-warnings.ts";
import { validatePodTemplateSpec } from "./pod-template.ts";

/** What the real API server v1.37.2 answered to DaemonSets with these templates (POST with dryRun=All). */
function recorded<T>(file: string): readonly T[] {
  return JSON.parse(readFileSync(new URL(`./pod/recorded/${file}.json`, import.meta.url), "utf8")) as T[];
}

interface Cause {
  readonly reason: string;
  readonly message: string;
  readonly field: string;
}

interface Rejection {
  readonly name: string;
  readonly template: PodTemplateSpec;
  readonly causes: readonly Cause[];
}

interface Acceptance {
  readonly name: string;
  readonly template: PodTemplateSpec;
  readonly result: PodTemplateSpec;
  readonly warnings: readonly string[];
}

function prepared(template: PodTemplateSpec): PodTemplateSpec {
  const defaulted = defaultPodTemplateSpec(template);
  return { ...defaulted, spec: dropGatedFields(defaulted.spec ?? { containers: [] }) };
}

/** What DaemonSets ask of a template beyond what any template has to be. Source: pkg/apis/apps/validation ValidateDaemonSetSpec. */
function isOfDaemonSet({ field, message }: Cause): boolean {
  return (
    (field === "spec.template.spec.restartPolicy" && message.endsWith('supported values: "Always"')) ||
    (field === "spec.template.spec.activeDeadlineSeconds" && message.startsWith("Forbidden"))
  );
}

describe("templates that the real server refuses", () => {
  for (const { name, template, causes } of recorded<Rejection>("template-rejections")) {
    it(name, () => {
      const errors = validatePodTemplateSpec(prepared(template), "spec.template");
      const own = errors.map((e) => ({ reason: e.type, message: fieldErrorBody(e), field: e.field }));
      expect(own).toEqual(causes.filter((cause) => !isOfDaemonSet(cause)));
    });
  }
});

describe("templates that the real server accepts", () => {
  for (const { name, template, result, warnings } of recorded<Acceptance>("templates")) {
    it(name, () => {
      const ready = prepared(template);
      expect(validatePodTemplateSpec(ready, "spec.template")).toEqual([]);
      expect(ready).toEqual(result);
      const shown = podTemplateWarnings(ready, "spec.template").map((text) => `299 - ${JSON.stringify(text)}`);
      expect(shown).toEqual(warnings);
    });
  }
});
