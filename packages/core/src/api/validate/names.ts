import { byteLength } from "../go-text.ts";

/**
 * The formats of names, labels and ports. Each check returns what is wrong, in the server's words; none where all is well.
 * Source: staging/src/k8s.io/apimachinery/pkg/util/validation/validation.go and pkg/api/validate/content.
 */
export type NameCheck = (value: string) => readonly string[];

const NONE: readonly string[] = [];

export function maxLengthError(length: number, unit: "bytes" | "characters" = "bytes"): string {
  return `must be no more than ${length} ${unit}`;
}

export function regexError(message: string, format: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${message} (regex used for validation is '${format}')`;
  const shown = examples.map((example) => `'${example}', `).join(" or ");
  return `${message} (e.g. ${shown}regex used for validation is '${format}')`;
}

export function inclusiveRangeError(low: number, high: number): string {
  return `must be between ${low} and ${high}, inclusive`;
}

export const EMPTY_ERROR = "must be non-empty";

const DNS1123_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const DNS1035_LABEL = "[a-z]([-a-z0-9]*[a-z0-9])?";
const LABEL_KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
const LABEL_VALUE = `(${LABEL_KEY})?`;

const DNS1123_LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const DNS1123_SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const DNS1035_LABEL_RULE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const LABEL_KEY_RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";

const whole = (format: string) => new RegExp(`^(?:${format})$`);
const DNS1123_LABEL_RE = whole(DNS1123_LABEL);
const DNS1123_SUBDOMAIN_RE = whole(DNS1123_SUBDOMAIN);
const DNS1035_LABEL_RE = whole(DNS1035_LABEL);
const LABEL_KEY_RE = whole(LABEL_KEY);
const LABEL_VALUE_RE = whole(LABEL_VALUE);

/** A DNS-1123 label: a namespace's name, a container's name. At most 63 bytes. */
export function isDns1123Label(value: string): readonly string[] {
  const errors = value.length > 63 || byteLength(value) > 63 ? [maxLengthError(63, "characters")] : [];
  if (DNS1123_LABEL_RE.test(value)) return errors.length === 0 ? NONE : errors;
  // A valid subdomain that is no label has dots: its length was looked at above.
  const dots = DNS1123_SUBDOMAIN_RE.test(value);
  errors.push(dots ? "must not contain dots" : regexError(DNS1123_LABEL_RULE, DNS1123_LABEL, "my-name", "123-abc"));
  return errors;
}

/** A DNS-1123 subdomain: the name of most objects. At most 253 bytes. */
export function isDns1123Subdomain(value: string): readonly string[] {
  return subdomain(value, "characters");
}

function subdomain(value: string, unit: "bytes" | "characters"): readonly string[] {
  const long = byteLength(value) > 253;
  const valid = DNS1123_SUBDOMAIN_RE.test(value);
  if (!long && valid) return NONE;
  const errors = long ? [maxLengthError(253, unit)] : [];
  if (!valid) errors.push(regexError(DNS1123_SUBDOMAIN_RULE, DNS1123_SUBDOMAIN, "example.com"));
  return errors;
}

/** A DNS-1035 label: a service's name. At most 63 bytes. */
export function isDns1035Label(value: string): readonly string[] {
  const errors = byteLength(value) > 63 ? [maxLengthError(63, "characters")] : [];
  if (!DNS1035_LABEL_RE.test(value)) {
    errors.push(regexError(DNS1035_LABEL_RULE, DNS1035_LABEL, "my-name", "abc-123"));
  }
  return errors;
}

/** A qualified name, such as a label's key: `[subdomain/]name`. Source: content/kube.go IsLabelKey. */
export function isQualifiedName(value: string): readonly string[] {
  const parts = value.split("/");
  const rule = () => regexError(LABEL_KEY_RULE, LABEL_KEY, "MyName", "my.name", "123-abc");
  if (parts.length > 2) {
    return [`a valid label key ${rule()} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts[parts.length - 1] ?? "";
  const errors = parts.length === 2 ? [...prefixErrors(parts[0] ?? "")] : [];
  if (name === "") errors.push(`name part ${EMPTY_ERROR}`);
  else if (byteLength(name) > 63) errors.push(`name part ${maxLengthError(63)}`);
  if (!LABEL_KEY_RE.test(name)) errors.push(`name part ${rule()}`);
  return errors.length === 0 ? NONE : errors;
}

function prefixErrors(prefix: string): readonly string[] {
  if (prefix === "") return [`prefix part ${EMPTY_ERROR}`];
  return subdomain(prefix, "bytes").map((message) => `prefix part ${message}`);
}

/** A label's value: at most 63 bytes. */
export function isLabelValue(value: string): readonly string[] {
  const long = byteLength(value) > 63;
  const valid = LABEL_VALUE_RE.test(value);
  if (!long && valid) return NONE;
  const errors = long ? [maxLengthError(63)] : [];
  if (!valid) errors.push(regexError(LABEL_VALUE_RULE, LABEL_VALUE, "MyValue", "my_value", "12345"));
  return errors;
}

const C_IDENTIFIER = "[A-Za-z_][A-Za-z0-9_]*";
const C_IDENTIFIER_RULE =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";

export function isCIdentifier(value: string): readonly string[] {
  return whole(C_IDENTIFIER).test(value)
    ? NONE
    : [regexError(C_IDENTIFIER_RULE, C_IDENTIFIER, "my_name", "MY_NAME", "MyName")];
}

const ENV_VAR_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*";
const ENV_VAR_NAME_RULE =
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit";

export function isEnvVarName(value: string): readonly string[] {
  const valid = whole(ENV_VAR_NAME).test(value);
  const errors = valid ? [] : [regexError(ENV_VAR_NAME_RULE, ENV_VAR_NAME, "my.env-name", "MY_ENV.NAME", "MyEnvName1")];
  return [...errors, ...parentFolderErrors(value)];
}

/** The rule in force for environment variables since v1.34 (the gate RelaxedEnvironmentVariableValidation). */
export function isRelaxedEnvVarName(value: string): readonly string[] {
  if (value === "") return [`environment variable name ${EMPTY_ERROR}`];
  if (/^[\x20-\x3c\x3e-\x7e]*$/.test(value)) return NONE;
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

const CONFIG_MAP_KEY = "[-._a-zA-Z0-9]+";

/** A key of a ConfigMap or Secret. */
export function isConfigMapKey(value: string): readonly string[] {
  const errors = byteLength(value) > 253 ? [maxLengthError(253, "characters")] : [];
  if (!whole(CONFIG_MAP_KEY).test(value)) {
    const rule = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    errors.push(regexError(rule, CONFIG_MAP_KEY, "key.name", "KEY_NAME", "key-name"));
  }
  return [...errors, ...parentFolderErrors(value)];
}

function parentFolderErrors(value: string): readonly string[] {
  if (value === ".") return ["must not be '.'"];
  if (value === "..") return ["must not be '..'"];
  return value.startsWith("..") ? ["must not start with '..'"] : NONE;
}

/** A name that can be one segment of a URL's path. Source: content/path.go. */
export function isPathSegmentName(value: string): readonly string[] {
  if (value === "." || value === "..") return [`may not be '${value}'`];
  return isPathSegmentPrefix(value);
}

export function isPathSegmentPrefix(value: string): readonly string[] {
  return ["/", "%"].filter((text) => value.includes(text)).map((text) => `may not contain '${text}'`);
}

/** A port's number: 1 to 65535. */
export function isPortNumber(port: number): readonly string[] {
  return port >= 1 && port <= 65535 ? NONE : [inclusiveRangeError(1, 65535)];
}

/** A port's name (IANA_SVC_NAME): at most 15 of `-a-z0-9`, a letter among them. */
export function isPortName(port: string): readonly string[] {
  const errors = byteLength(port) > 15 ? [maxLengthError(15, "characters")] : [];
  if (!/^[-a-z0-9]+$/.test(port)) {
    errors.push("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)");
  }
  if (!/[a-z]/.test(port)) errors.push("must contain at least one letter (a-z)");
  if (port.includes("--")) errors.push("must not contain consecutive hyphens");
  if (port.startsWith("-") || port.endsWith("-")) errors.push("must not begin or end with a hyphen");
  return errors;
}

/** A user's or a group's number. */
export function isUnixId(id: number): readonly string[] {
  return id >= 0 && id <= 2147483647 ? NONE : [inclusiveRangeError(0, 2147483647)];
}

const PERCENT = "[0-9]+%";

/** A percentage, such as `10%`. */
export function isPercent(value: string): readonly string[] {
  if (/^[0-9]+%$/.test(value)) return NONE;
  const rule = "a valid percent string must be a numeric string followed by an ending '%'";
  return [regexError(rule, PERCENT, "1%", "93%")];
}

const HTTP_HEADER_NAME = "[-A-Za-z0-9]+";

export function isHttpHeaderName(value: string): readonly string[] {
  if (/^[-A-Za-z0-9]+$/.test(value)) return NONE;
  const rule = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return [regexError(rule, HTTP_HEADER_NAME, "X-Header-Name")];
}
