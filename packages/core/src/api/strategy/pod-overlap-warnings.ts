import type { Volume, VolumeProjection } from "../../kubernetes/types.ts";
import { goQuote } from "../go-text.ts";

/** A file in a volume, and (in projected volumes) where it comes from. */
interface VirtualPath {
  readonly path: string;
  readonly source: string;
}

/**
 * Files of one volume that hide each other: the same path twice, or one path inside another.
 * Source: pkg/api/pod/warnings.go warningsForOverlappingVirtualPaths.
 */
export function overlapWarnings(volumes: readonly Volume[]): readonly string[] {
  return volumes.flatMap((volume) => {
    const { configMap, secret, downwardAPI, projected } = volume;
    const overlaps = (items: readonly { readonly path: string }[] | undefined, what: string) =>
      overlapping(pathsOf(items, "")).map((text) => describe(volume, what, text));
    return [
      ...overlaps(configMap?.items, `ConfigMap ${goQuote(configMap?.name ?? "")}`),
      ...overlaps(secret?.items, `Secret ${goQuote(secret?.secretName ?? "")}`),
      ...overlaps(downwardAPI?.items, "DownwardAPI"),
      ...projectedWarnings(volume, projected?.sources ?? []),
    ];
  });
}

function describe(volume: Volume, what: string, text: string): string {
  return `volume ${goQuote(volume.name)} (${what}): overlapping paths: ${text}`;
}

function projectedWarnings(volume: Volume, sources: readonly VolumeProjection[]): readonly string[] {
  const empty = sources.filter((source) => Object.keys(source).length === 0);
  const paths = sources.flatMap(projectedPaths);
  return [
    ...empty.map(() => `volume ${goQuote(volume.name)} (Projected) has no sources provided`),
    ...overlapping(paths).map((text) => describe(volume, "Projected", text)),
  ];
}

function projectedPaths(source: VolumeProjection): readonly VirtualPath[] {
  const { configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  if (configMap?.items) return pathsOf(configMap.items, `ConfigMap ${goQuote(configMap.name ?? "")}`);
  if (secret?.items) return pathsOf(secret.items, `Secret ${goQuote(secret.name ?? "")}`);
  if (downwardAPI?.items) return pathsOf(downwardAPI.items, "DownwardAPI");
  if (serviceAccountToken) return pathsOf([serviceAccountToken], "ServiceAccountToken");
  if (clusterTrustBundle) {
    const name = clusterTrustBundle.name ?? clusterTrustBundle.signerName ?? "";
    return pathsOf([clusterTrustBundle], `ClusterTrustBundle ${goQuote(name)}`);
  }
  return [
    { path: podCertificate?.certificateChainPath ?? "", source: "PodCertificate chain" },
    { path: podCertificate?.keyPath ?? "", source: "PodCertificate key" },
    { path: podCertificate?.credentialBundlePath ?? "", source: "PodCertificate credential bundle" },
  ].filter(({ path }) => path !== "");
}

function pathsOf(items: readonly { readonly path: string }[] | undefined, source: string): readonly VirtualPath[] {
  return (items ?? []).map((item) => ({ path: (item.path ?? "").replace(/\/+$/, ""), source }));
}

function overlapping(paths: readonly VirtualPath[]): readonly string[] {
  return paths.flatMap((each, i) =>
    paths
      .slice(0, i)
      .filter((other) => collide(each.path, other.path))
      .map((other) => `${shown(each)} with ${shown(other)}`),
  );
}

function collide(a: string, b: string): boolean {
  return a !== "" && b !== "" && (`${a}/`.startsWith(`${b}/`) || `${b}/`.startsWith(`${a}/`));
}

function shown({ path, source }: VirtualPath): string {
  return source === "" ? goQuote(path) : `${goQuote(path)} (${source})`;
}
