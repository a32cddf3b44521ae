// Plays a token in headless Chromium and prints the last state's hash. Usage: node .ci/token/play-in-browser.mjs TOKEN
import { fileURLToPath } from "node:url";
import { hashInBrowser } from "../browser.mjs";

console.log(
  hashInBrowser(
    fileURLToPath(new URL("../../packages/testing/dist", import.meta.url)),
    `import { replay } from "./index.js";
const hash = () => replay(${JSON.stringify(process.argv[2])}).hash;`,
  ),
);
