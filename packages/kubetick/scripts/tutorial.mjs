// The published package plays the tutorial without a checkout: it takes along its own copy, which is there only while the
// package is packed. In a checkout the command plays the one among the examples.
import { cpSync, rmSync } from "node:fs";

const copy = new URL("../tutorial/", import.meta.url);
rmSync(copy, { recursive: true, force: true });
if (process.argv[2] === "copy")
  cpSync(new URL("../../../examples/daemonset-tutorial/", import.meta.url), copy, { recursive: true });
