#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { kubetick } from "./cli.ts";

// A reader that has seen enough (`| head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await kubetick(process.argv.slice(2), {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: () => readFileSync(0, "utf8"),
  environment: process.env,
  columns: process.stderr.isTTY ? process.stderr.columns : undefined,
  onInterrupt: (listener) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, listener);
  },
});
