/**
 * When an image is pulled, if nobody says: `Always` for the tag `latest`, given or implied.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_Container, pkg/util/parsers ParseImageName,
 * github.com/distribution/reference ParseNormalizedNamed.
 */
export function defaultPullPolicy(image: string | undefined): "Always" | "IfNotPresent" {
  return imageTag(image ?? "") === "latest" ? "Always" : "IfNotPresent";
}

const DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
const DOMAIN = `(?:${DOMAIN_PART}(?:\\.${DOMAIN_PART})*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?`;
const PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(
  `^((?:${DOMAIN}/)?${PATH_PART}(?:/${PATH_PART})*)` +
    "(?::([\\w][\\w.-]{0,127}))?" +
    "(@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$",
);
const BARE_DIGEST = /^[a-f0-9]{64}$/;
/** The longest reference looked at: beyond it the name is too long for upstream too (255), with room for tag and digest. */
const MAX_LENGTH = 1024;

/** The image's tag, `latest` where it has neither tag nor digest; undefined where the name is none. */
function imageTag(image: string): string | undefined {
  if (image.length > MAX_LENGTH || BARE_DIGEST.test(image)) return undefined;
  const match = REFERENCE.exec(image);
  if (match === null || (match[1] ?? "").length > 255) return undefined;
  return match[2] ?? (match[3] === undefined ? "latest" : undefined);
}
