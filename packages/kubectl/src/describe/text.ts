import { escapeTerminal } from "../print/escape.ts";
import { DESCRIBE_LAYOUT, TabWriter } from "../print/tab-writer.ts";

/** The text of one description: cells end with tabs, levels are two spaces each. Source: kubectl/pkg/describe PrefixWriter. */
export class DescribeText {
  readonly #writer: Pick<TabWriter, "write" | "flush">;

  constructor(writer: Pick<TabWriter, "write" | "flush"> = new TabWriter(DESCRIBE_LAYOUT)) {
    this.#writer = writer;
  }

  /** Writes text as it is, at a level of indentation. */
  write(level: number, text: string): void {
    this.#writer.write(escapeTerminal("  ".repeat(level) + text));
  }

  line(level: number, text: string): void {
    this.write(level, `${text}\n`);
  }

  finish(): string {
    return this.#writer.flush();
  }
}
