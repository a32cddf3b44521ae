// Hunts for one bug: `node packages/conformance/dist/found-one.js kubernetes#123232 [explore|random]`. Prints JSON.
import { type By, hunt } from "./found/hunt.ts";
import { candidateFor } from "./found/targets.ts";

const [target = "v1.37", only] = process.argv.slice(2);
const ways: readonly By[] = only === undefined ? ["random", "explore"] : [only as By];
console.log(JSON.stringify(Object.fromEntries(ways.map((by) => [by, hunt(by, candidateFor(target))]))));
