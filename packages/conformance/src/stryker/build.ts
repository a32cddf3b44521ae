import { writeFileSync } from "node:fs";
import ts from "typescript";
import { edited, type Sandbox } from "../mutations/sandbox.ts";
import { COMPONENT, type Instrumented } from "./mutants.ts";

/** As in the workspace's tsconfig.base.json; types have been checked before. */
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ES2022,
  verbatimModuleSyntax: true,
  rewriteRelativeImportExtensions: true,
};

/** Stryker's code has one mutant active at a time. Here the worker says which are. */
const ASKS = { from: "ns.activeMutant === id", to: "ns.isActive(id)" };

/** Puts the instrumented files in the place of the compiled ones. */
export function build({ files }: Instrumented, sandbox: Sandbox): void {
  for (const { file, text } of files) {
    const { outputText } = ts.transpileModule(text, { compilerOptions: OPTIONS, fileName: file });
    const isInstrumented = outputText.includes("stryMutAct");
    const code = isInstrumented ? edited(outputText, { file, ...ASKS }) : outputText;
    writeFileSync(sandbox.built("core", `${COMPONENT}/${file.replace(/\.ts$/, ".js")}`), code);
  }
}
