export {
  type ComputedPatch,
  LAST_APPLIED,
  lastApplied,
  patchedLocally,
  threeWayPatch,
  twoWayPatch,
  withLastApplied,
} from "./api/apply.ts";
export { metadataError } from "./api/decode/metadata-only.ts";
export { isStatus } from "./api/failure.ts";
export * from "./api/field-error.ts";
export { goQuote, parseIntError, parseUintError } from "./api/go-text.ts";
export { handle } from "./api/handle.ts";
export { generatedUid } from "./api/identity.ts";
export { matchesRequiredNodeAffinity } from "./api/node-selector.ts";
export { PatchError } from "./api/patch/index.ts";
export { MAX_BODY_BYTES, NotPlain, plainJson } from "./api/plain-json.ts";
export {
  addQuantity,
  asInteger,
  asMilli,
  canonicalQuantity,
  compareQuantity,
  formatQuantity,
  type ParsedQuantity,
  quantityOf,
  signOf,
} from "./api/quantity.ts";
export { receive } from "./api/receive.ts";
export * from "./api/request.ts";
export { labelSelectorMatcher } from "./api/selector.ts";
export { fieldSelectorMatcher } from "./api/selector-fields.ts";
export { labelSelectorTextMatcher } from "./api/selector-text.ts";
export * as failures from "./api/status.ts";
export type { ResourceStrategy } from "./api/strategy.ts";
export { findMatchingUntoleratedTaint } from "./api/taint.ts";
export {
  isCIdentifier,
  isEnvVarName,
  isLabelValue,
  isQualifiedName,
  isRelaxedEnvVarName,
} from "./api/validate/names.ts";
export {
  createDaemonSetController,
  type DaemonSetControllerOptions,
  nodeShouldRunDaemonPod,
  onDelete,
  type Place,
  type RolloutNode,
  type RolloutPlan,
  type RolloutView,
  rollingUpdate,
  rollingUpdateWhere,
  type ShouldRun,
  type Stage,
  UPDATE_STRATEGY_ANNOTATION,
  type UpdateStrategy,
} from "./components/daemonset/index.ts";
export { recordEvent } from "./components/events/recorder.ts";
export { type BuiltinComponentsOptions, builtinComponents } from "./components/index.ts";
export {
  type Behaviour,
  BOOT_TIME,
  completes,
  crashes,
  DEFAULT_BEHAVIOUR,
  DEFAULT_CAPACITY,
  type Exit,
  FLUENTD_WITHOUT_ELASTICSEARCH,
  failsPull,
  type ImageBehaviour,
  type ImageBehaviourSpec,
  livenessFails,
  type Machine as SimulatedMachine,
  type MachineSpec,
  neverReady,
  type ProbeResult,
  type ProbeResults,
  readyAfter,
  restartStateAt,
  restartTimeline,
  runs,
  runsOutOfMemory,
  slowPull,
  slowStop,
} from "./components/kubelet/index.ts";
export { type InstantNodesOptions, instantNodes } from "./components/kwok/index.ts";
export { availableAt as podAvailableAt } from "./components/shared/pod-conditions.ts";
export { resourceFromCrd } from "./kubernetes/custom-resource.ts";
export {
  type ApiResource,
  apiVersionOf,
  builtinResources,
  resourceByName,
  resourceForKind,
  resourceName,
  SIMULATION_GROUP,
  simulatedResources,
} from "./kubernetes/resources.ts";
export type * from "./kubernetes/types.ts";
export type { Action } from "./machine/action.ts";
export type {
  Component,
  ComponentContext,
  Handler,
  Key,
  Memory,
  Reconcile,
  Sync,
  SyncResult,
  TimerKind,
} from "./machine/component.ts";
export type { InitialStateOptions } from "./machine/initial.ts";
export { createMachine, type Machine, type MachineOptions } from "./machine/machine.ts";
export { readSnapshot, SnapshotError, writeSnapshot } from "./machine/snapshot.ts";
export type { ClusterState, ComponentState, SyncInFlight, SyncInput, Timer } from "./machine/state.ts";
export { nextTimer } from "./machine/timers.ts";
export { hashState } from "./store/hash.ts";
export { eventsAfter, type WatchLog } from "./store/log.ts";
export { type Monoid, summariser } from "./store/summary.ts";
export { type Change, diff, entries, type Tree } from "./store/tree.ts";
export { type ClusterView, viewOf } from "./store/view.ts";
export { EPOCH, formatMicroTime, formatTime, LATEST, parseTime } from "./time.ts";
export {
  type OpenUpstreamBug,
  UPSTREAM_BUGS,
  type UpstreamBug,
  type UpstreamBugEntry,
  type UpstreamBugOptions,
} from "./upstream-bugs/index.ts";
