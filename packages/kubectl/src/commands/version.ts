import { flags } from "../args.ts";
import type { Command } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { toJson } from "../print/json.ts";
import { toYaml } from "../print/yaml/emitter.ts";

const VERSION = "v1.37.2";
const KUSTOMIZE = "v5.8.1";

/** Source: pkg/cmd/version/version.go. */
export const version: Command = {
  name: "version",
  flags: flags("--client=false", "-o, --output=''"),
  run(context) {
    const output = context.flags.text("output");
    if (!["", "json", "yaml"].includes(output)) throw new KubectlError("--output must be 'yaml' or 'json'");
    const client = context.flags.bool("client");
    const info = { major: "1", minor: "37", gitVersion: VERSION };
    const all = { clientVersion: info, kustomizeVersion: KUSTOMIZE, ...(!client && { serverVersion: info }) };
    if (output === "json") return context.out(toJson(all));
    if (output === "yaml") return context.out(toYaml(all));
    context.out(`Client Version: ${VERSION}\nKustomize Version: ${KUSTOMIZE}\n`);
    if (!client) context.out(`Server Version: ${VERSION}\n`);
  },
};
