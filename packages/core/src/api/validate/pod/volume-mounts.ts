import type { Container, EphemeralContainer, VolumeDevice, VolumeMount } from "../../../kubernetes/types.ts";
import type { FieldError } from "../../field-error.ts";
import { child, forbidden, index, invalid, notFound, notSupported, required } from "../../field-error.ts";
import { type FieldErrors, NO_ERRORS, textOf } from "./check.ts";
import { validateLocalDescendingPath, validatePathNoBacksteps } from "./paths.ts";
import type { VolumesByName } from "./volumes.ts";

type AnyContainer = Container | EphemeralContainer;

/** Source: pkg/apis/core/validation/validation.go ValidateVolumeMounts. */
export function validateVolumeMounts(container: AnyContainer, volumes: VolumesByName, path: string): FieldErrors {
  const devices = container.volumeDevices ?? [];
  const taken = new Set<string>();
  return (container.volumeMounts ?? []).flatMap((mount, i) => {
    const at = index(path, i);
    const place = textOf(mount.mountPath);
    const errors = [
      ...validateMountName(textOf(mount.name), volumes, child(at, "name")),
      ...(place === "" ? [required(child(at, "mountPath"))] : NO_ERRORS),
      ...(taken.has(place) ? [invalid(child(at, "mountPath"), place, "must be unique")] : NO_ERRORS),
      ...validateNoDevice(mount, devices, at),
      ...validateSubPaths(mount, at, path),
      ...validatePropagation(mount, container, child(path, "mountPropagation")),
      ...validateRecursiveReadOnly(mount, child(path, "recursiveReadOnly")),
    ];
    taken.add(place);
    return errors;
  });
}

function validateMountName(name: string, volumes: VolumesByName, path: string): FieldErrors {
  return [...(name === "" ? [required(path)] : NO_ERRORS), ...(volumes.has(name) ? NO_ERRORS : [notFound(path, name)])];
}

function validateNoDevice(mount: VolumeMount, devices: readonly VolumeDevice[], path: string): FieldErrors {
  const errors: FieldError[] = [];
  if (devices.some((device) => device.name === mount.name)) {
    errors.push(invalid(child(path, "name"), textOf(mount.name), "must not already exist in volumeDevices"));
  }
  if (devices.some((device) => device.devicePath === mount.mountPath)) {
    const detail = "must not already exist as a path in volumeDevices";
    errors.push(invalid(child(path, "mountPath"), textOf(mount.mountPath), detail));
  }
  return errors;
}

/** The errors about a sub-path name the list, not the mount: upstream's slip. */
function validateSubPaths(mount: VolumeMount, path: string, listPath: string): FieldErrors {
  const [plain, expression] = [textOf(mount.subPath), textOf(mount.subPathExpr)];
  const errors = plain === "" ? NO_ERRORS : validateLocalDescendingPath(plain, child(listPath, "subPath"));
  if (expression === "") return errors;
  const both = "subPathExpr and subPath are mutually exclusive";
  return [
    ...errors,
    ...(plain === "" ? NO_ERRORS : [invalid(child(path, "subPathExpr"), expression, both)]),
    ...validateLocalDescendingPath(expression, child(listPath, "subPathExpr")),
  ];
}

const PROPAGATIONS = ["Bidirectional", "HostToContainer", "None"];

function validatePropagation(mount: VolumeMount, container: AnyContainer, path: string): FieldErrors {
  const propagation = mount.mountPropagation;
  if (propagation === undefined) return NO_ERRORS;
  if (!PROPAGATIONS.includes(propagation)) return [notSupported(path, propagation, PROPAGATIONS)];
  if (propagation !== "Bidirectional" || container.securityContext?.privileged === true) return NO_ERRORS;
  return [forbidden(path, "Bidirectional mount propagation is available only to privileged containers")];
}

function validateRecursiveReadOnly(mount: VolumeMount, path: string): FieldErrors {
  const { recursiveReadOnly: mode, readOnly, mountPropagation: propagation } = mount;
  if (mode === undefined || mode === "Disabled") return NO_ERRORS;
  if (mode !== "Enabled" && mode !== "IfPossible") {
    return [notSupported(path, mode, ["Disabled", "Enabled", "IfPossible"])];
  }
  const propagates = propagation !== undefined && propagation !== "None";
  return [
    ...(readOnly === true ? NO_ERRORS : [forbidden(path, "may only be specified when readOnly is true")]),
    ...(propagates
      ? [forbidden(path, "may only be specified when mountPropagation is None or not specified")]
      : NO_ERRORS),
  ];
}

/** Source: validation.go ValidateVolumeDevices. */
export function validateVolumeDevices(container: AnyContainer, volumes: VolumesByName, path: string): FieldErrors {
  const mounts = container.volumeMounts ?? [];
  const names = new Set<string>();
  const places = new Set<string>();
  return (container.volumeDevices ?? []).flatMap((device, i) => {
    const at = index(path, i);
    const [name, place] = [textOf(device.name), textOf(device.devicePath)];
    const backsteps = validatePathNoBacksteps(place, at).length > 0;
    const errors = [
      ...validateDeviceName(name, names, volumes, child(at, "name")),
      ...validateDevicePath(place, places, backsteps, child(at, "devicePath")),
      ...validateNoMount(device, mounts, at),
    ];
    if (!backsteps) places.add(place);
    if (name !== "") names.add(name);
    return errors;
  });
}

function validateDeviceName(
  name: string,
  names: ReadonlySet<string>,
  volumes: VolumesByName,
  path: string,
): FieldErrors {
  const volume = volumes.get(name);
  const claim = volume?.persistentVolumeClaim !== undefined || volume?.ephemeral !== undefined;
  const kind = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode";
  return [
    ...(name === "" ? [required(path)] : NO_ERRORS),
    ...(names.has(name) ? [invalid(path, name, "must be unique")] : NO_ERRORS),
    ...(volume !== undefined && !claim ? [invalid(path, name, kind)] : NO_ERRORS),
    ...(volume === undefined ? [notFound(path, name)] : NO_ERRORS),
  ];
}

function validateDevicePath(place: string, taken: ReadonlySet<string>, backsteps: boolean, path: string): FieldErrors {
  return [
    ...(place === "" ? [required(path)] : NO_ERRORS),
    ...(taken.has(place) ? [invalid(path, place, "must be unique")] : NO_ERRORS),
    ...(backsteps ? [invalid(path, place, "can not contain backsteps ('..')")] : NO_ERRORS),
  ];
}

function validateNoMount(device: VolumeDevice, mounts: readonly VolumeMount[], path: string): FieldErrors {
  const errors: FieldError[] = [];
  if (mounts.some((mount) => mount.name === device.name)) {
    errors.push(invalid(child(path, "name"), textOf(device.name), "must not already exist in volumeMounts"));
  }
  if (mounts.some((mount) => mount.mountPath === device.devicePath)) {
    const detail = "must not already exist as a path in volumeMounts";
    errors.push(invalid(child(path, "devicePath"), textOf(device.devicePath), detail));
  }
  return errors;
}
