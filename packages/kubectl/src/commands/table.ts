import type { CommandEntry } from "../command.ts";
import { annotate } from "./annotate.ts";
import { apiResources } from "./api-resources.ts";
import { apply } from "./apply.ts";
import { cordon, uncordon } from "./cordon.ts";
import { createFromFile } from "./create.ts";
import { createSubcommands } from "./create-subcommands.ts";
import { deleteCommand } from "./delete.ts";
import { describe } from "./describe.ts";
import { drain } from "./drain.ts";
import { edit } from "./edit.ts";
import { events } from "./events.ts";
import { get } from "./get.ts";
import { label } from "./label.ts";
import { patch } from "./patch.ts";
import { replace } from "./replace.ts";
import { rolloutHistory } from "./rollout-history.ts";
import { rolloutPause, rolloutRestart, rolloutResume } from "./rollout-restart.ts";
import { rolloutStatus } from "./rollout-status.ts";
import { rolloutUndo } from "./rollout-undo.ts";
import { scale } from "./scale.ts";
import { setEnv } from "./set-env.ts";
import { setImage } from "./set-image.ts";
import { taint } from "./taint.ts";
import { version } from "./version.ts";
import { wait } from "./wait.ts";

/** The commands that the simulation has. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "create",
    short: "Create a resource from a file or from stdin.",
    commands: createSubcommands,
    self: createFromFile,
  },
  { name: "set", short: "Configure application resources.", commands: [setEnv, setImage] },
  get,
  edit,
  deleteCommand,
  {
    name: "rollout",
    short: "Manage the rollout of one or many resources.",
    commands: [rolloutHistory, rolloutPause, rolloutRestart, rolloutResume, rolloutStatus, rolloutUndo],
  },
  scale,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  events,
  apply,
  patch,
  replace,
  wait,
  label,
  annotate,
  apiResources,
  version,
];
