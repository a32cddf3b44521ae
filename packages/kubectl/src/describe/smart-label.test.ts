import { expect, test } from "vitest";
import { smartLabel } from "./smart-label.ts";

// Source: kubectl/pkg/describe/describe_test.go TestSmartLabelFor.
test.each([
  ["simpleField", "Simple Field"],
  ["respectPDBs", "Respect PDBs"],
  ["respectPDB", "Respect PDB"],
  ["apiURL", "API URL"],
  ["kubeAPI", "Kube API"],
  ["userUID", "User UID"],
  ["HTTPSProxy", "HTTPSProxy"],
  ["customCRDs", "Custom CRDs"],
])("%s is %s", (field, label) => {
  expect(smartLabel(field)).toBe(label);
});
