import { kubectl } from "@kubetick/kubectl";
import { type Answer, clusterIn } from "./subject.ts";

const PROMPT = "$ ";
/** A line of only this stands for any lines. */
const ANY_LINES = "...";

/**
 * The commands of a transcript, typed into the cluster one after another, print what the transcript shows. They do what they do:
 * a `kubectl delete` deletes. Lines begin with `$ ` where they are commands; a line `...` stands for any lines. The
 * whole may be indented.
 */
export function toMatchTranscript(received: unknown, transcript: string): Answer {
  const cluster = clusterIn(received, "toMatchTranscript");
  const wanted = linesOf(dedented(transcript));
  const commands = wanted.filter((line) => line.startsWith(PROMPT));
  if (commands.length === 0)
    throw new TypeError(
      'toMatchTranscript: the transcript has no command; one begins with "$ ", such as "$ kubectl get pods"',
    );
  const $ = kubectl(cluster);
  const actual = commands.flatMap((command) => [command, ...linesOf($(command.slice(PROMPT.length)))]);
  const pass = matches(actual, wanted);
  return {
    pass,
    message: () =>
      `expected the commands ${pass ? "not to" : "to"} print what the transcript shows\n\n${actual.join("\n")}`,
    actual: actual.join("\n"),
    expected: wanted.join("\n"),
  };
}

function linesOf(text: string): string[] {
  const lines = text.split("\n").map((line) => line.trimEnd());
  while (lines.at(-1) === "") lines.pop();
  while (lines[0] === "") lines.shift();
  return lines;
}

function dedented(text: string): string {
  const lines = text.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  return lines.map((line) => line.slice(Math.min(...indents))).join("\n");
}

function matches(actual: readonly string[], wanted: readonly string[]): boolean {
  const open = wanted.indexOf(ANY_LINES);
  const start = open < 0 ? wanted : wanted.slice(0, open);
  if (!start.every((line, at) => actual[at] === line)) return false;
  if (open < 0) return actual.length === wanted.length;
  const rest = wanted.slice(open + 1);
  for (let from = open; from <= actual.length; from++) if (matches(actual.slice(from), rest)) return true;
  return false;
}
