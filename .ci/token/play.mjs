// A plain script that plays a token, and prints the last state's hash. Usage: node .ci/token/play.mjs TOKEN
import { replay } from "../../packages/testing/dist/index.js";

const { broken, hash } = replay(process.argv[2]);
console.log(broken === undefined ? "nothing is broken" : hash);
