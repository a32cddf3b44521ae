import { FILE_FLAGS, SELECTOR_FLAGS } from "../args-common.ts";
import type { CommandContext } from "../command.ts";
import { KubectlError } from "../command-error.ts";
import { type Found, find } from "../resources/index.ts";
import { filesOf } from "./options.ts";

export const ROLLOUT_FLAGS = [...FILE_FLAGS, ...SELECTOR_FLAGS];

/** What a `rollout` command works on: a type alone means all of its objects. */
export function findRollouts(context: CommandContext): Found {
  const files = filesOf(context);
  if (context.args.length === 0 && files.length === 0) throw new KubectlError("required resource not specified");
  return find(context, {
    args: context.args,
    files,
    selector: context.flags.text("selector"),
    typeAlone: true,
    continueOnError: true,
    latest: true,
  });
}
