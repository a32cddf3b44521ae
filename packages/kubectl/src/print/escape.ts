/** Makes text safe to print on a terminal. Source: cli-runtime/pkg/printers/terminal.go terminalEscaper. */
export function escapeTerminal(text: string): string {
  return text.replaceAll("\u001b", "^[").replaceAll("\r", "\\r");
}
