import type {
  ConfigMap,
  KubeObject,
  Lease,
  Namespace,
  PriorityClass,
  Secret,
  Service,
  ServicePort,
} from "@kubetick/core";
import { since } from "./duration.ts";
import { compare, formatLabels } from "./labels.ts";
import { columns, type TableKind } from "./table.ts";

// The functions of the same names in pkg/printers/internalversion/printers.go are the source of each.

export const namespaceTable: TableKind<Namespace> = {
  columns: columns("Name", "Status", "Age"),
  cells: ({ metadata, status }, now) => [metadata.name, status?.phase ?? "", since(metadata.creationTimestamp, now)],
};

export const configMapTable: TableKind<ConfigMap> = {
  columns: columns("Name", "Data", "Age"),
  cells: ({ metadata, data, binaryData }, now) => {
    return [metadata.name, size(data) + size(binaryData), since(metadata.creationTimestamp, now)];
  },
};

export const secretTable: TableKind<Secret> = {
  columns: columns("Name", "Type", "Data", "Age"),
  cells: ({ metadata, type, data }, now) => {
    return [metadata.name, type ?? "", size(data), since(metadata.creationTimestamp, now)];
  },
};

export const leaseTable: TableKind<Lease> = {
  columns: columns("Name", "Holder", "Age"),
  cells: ({ metadata, spec }, now) => {
    return [metadata.name, spec?.holderIdentity ?? "", since(metadata.creationTimestamp, now)];
  },
};

export const priorityClassTable: TableKind<PriorityClass> = {
  columns: columns("Name", "Value", "Global-Default", "Age", "PreemptionPolicy"),
  cells: ({ metadata, value, globalDefault, preemptionPolicy }, now) => {
    const age = since(metadata.creationTimestamp, now);
    return [metadata.name, value ?? 0, globalDefault ?? false, age, preemptionPolicy ?? ""];
  },
};

export const serviceTable: TableKind<Service> = {
  columns: columns("Name", "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "+Selector"),
  cells(service, now) {
    const { metadata, spec } = service;
    return [
      metadata.name,
      spec?.type ?? "",
      spec?.clusterIPs?.[0] ?? "<none>",
      externalIp(service),
      (spec?.ports ?? []).map(portText).join(",") || "<none>",
      since(metadata.creationTimestamp, now),
      formatLabels(spec?.selector),
    ];
  },
};

function externalIp({ spec, status }: Service): string {
  const own = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case "ClusterIP":
    case "NodePort":
      return own.join(",") || "<none>";
    case "LoadBalancer": {
      const addresses = (status?.loadBalancer?.ingress ?? [])
        .map((i) => i.ip || i.hostname || "")
        .filter((a) => a !== "");
      return [...[...new Set(addresses)].sort(compare), ...own].join(",") || "<pending>";
    }
    case "ExternalName":
      return spec.externalName ?? "";
    default:
      return "<unknown>";
  }
}

function portText({ port, nodePort, protocol }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

/** What is printed of a kind that the server has no printer for, and of kinds whose printer shows no more. */
export const nameAndAgeTable: TableKind<KubeObject> = {
  columns: columns("Name", "Age"),
  cells: ({ metadata }, now) => [metadata.name, since(metadata.creationTimestamp, now)],
};

/** The server's default. Source: apiserver/pkg/registry/rest/table.go defaultTableConvertor. */
export const nameAndCreationTable: TableKind<KubeObject> = {
  columns: columns("Name", "Created At"),
  cells: ({ metadata }) => [metadata.name, metadata.creationTimestamp ?? ""],
};

function size(map: object | undefined): number {
  return Object.keys(map ?? {}).length;
}
