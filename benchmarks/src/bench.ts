import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Size, WORKS, type Work } from "./works.ts";

interface Measured {
  readonly work: string;
  readonly n: number;
  readonly ms: number;
  readonly mib: number;
  readonly target: string;
  readonly met: boolean;
}

interface Run {
  readonly ms: number;
  readonly mib: number;
}

/** Runs one work once, in this process, and prints what it took. */
function measureHere(name: string, n: number): void {
  const work = WORKS.find((candidate) => candidate.name === name) as Work;
  const prepared = work.prepare(n);
  const started = performance.now();
  work.run(prepared, n);
  const run: Run = { ms: performance.now() - started, mib: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(JSON.stringify(run));
}

/** Each run has a process of its own: nothing is warm, and the memory is its own. */
function measure(work: Work, size: Size, runs: number): Measured {
  const results = Array.from({ length: runs }, (): Run => {
    const args = [fileURLToPath(import.meta.url), "--one", work.name, String(size.n)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Run;
  });
  const ms = median(results.map((run) => run.ms));
  const mib = Math.max(...results.map((run) => run.mib));
  const met =
    (size.targetMs === undefined || ms <= size.targetMs) && (size.targetMiB === undefined || mib <= size.targetMiB);
  return { work: work.name, n: size.n, ms: round(ms), mib: round(mib), target: targetText(size), met };
}

function targetText({ targetMs, targetMiB }: Size): string {
  const parts = [
    ...(targetMs === undefined ? [] : [`${targetMs} ms`]),
    ...(targetMiB === undefined ? [] : [`${targetMiB} MiB`]),
  ];
  return parts.join(", ") || "-";
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function table(rows: readonly Measured[]): string {
  const cells = [
    ["work", "N", "median ms", "us a node", "peak MiB", "target", "met"],
    ...rows.map(({ work, n, ms, mib, target, met }) => [
      work,
      String(n),
      String(ms),
      String(round((ms / n) * 1000)),
      String(mib),
      target,
      target === "-" ? "" : met ? "yes" : "NO",
    ]),
  ];
  const widths = (cells[0] as string[]).map((_, column) =>
    Math.max(...cells.map((row) => (row[column] as string).length)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] as number))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean" }, json: { type: "string" }, one: { type: "boolean" } },
});

if (values.one) {
  measureHere(positionals[0] as string, Number(positionals[1]));
} else {
  const unknown = positionals.filter((name) => !WORKS.some((work) => work.name === name));
  if (unknown.length > 0) {
    process.stderr.write(
      `there is no work ${unknown.join(", ")}; there are: ${WORKS.map((work) => work.name).join(", ")}\n`,
    );
    process.exit(2);
  }
  const chosen = WORKS.filter((work) => positionals.length === 0 || positionals.includes(work.name));
  const rows = chosen.flatMap((work) =>
    work.sizes.filter((size) => !(values.quick && size.long)).map((size) => measure(work, size, values.quick ? 1 : 5)),
  );
  process.stdout.write(`${chosen.map((work) => `${work.name}: ${work.about}`).join("\n")}\n\n${table(rows)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
}
