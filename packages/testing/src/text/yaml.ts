/** A JSON value as block YAML. Texts are quoted wherever they could be read as something else. */
export function yamlOf(value: unknown): string {
  return `${block(value, "").trimStart()}\n`;
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0)
    return value.map((item) => `\n${indent}- ${block(item, `${indent}  `).trimStart()}`).join("");
  if (typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0)
    return Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `\n${indent}${scalar(key)}:${spaced(block(item, `${indent}  `))}`)
      .join("");
  return scalar(value);
}

function spaced(text: string): string {
  return text.startsWith("\n") ? text : ` ${text}`;
}

const PLAIN = /^[A-Za-z][A-Za-z0-9/.-]*$/;
const WORDS = /^(true|false|yes|no|on|off|null|y|n)$/i;

function scalar(value: unknown): string {
  return typeof value === "string" && PLAIN.test(value) && !WORDS.test(value) ? value : JSON.stringify(value);
}
