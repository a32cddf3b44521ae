import type { Event } from "../../kubernetes/types.ts";
import { type FieldError, invalid, required } from "../field-error.ts";
import { byteLength } from "../go-text.ts";
import { isQualifiedName } from "./names.ts";

const SHORT_LIMIT = 128;
const NOTE_LIMIT = 1024;

/** Events of the core group. Source: pkg/apis/core/validation/events.go legacyValidateEvent. */
export function validateEvent(event: Event): readonly FieldError[] {
  return event.eventTime ? validateNewEvent(event) : validateOldEvent(event);
}

function wrongNamespace(event: Event): FieldError {
  return invalid("involvedObject.namespace", event.involvedObject?.namespace ?? "", "does not match event.namespace");
}

function validateOldEvent(event: Event): readonly FieldError[] {
  const involved = event.involvedObject?.namespace ?? "";
  const own = event.metadata.namespace ?? "";
  const fits = involved === "" ? own === "" || own === "default" : own === involved;
  return fits ? [] : [wrongNamespace(event)];
}

/** An event with `eventTime` comes from the newer API, and must say more. */
function validateNewEvent(event: Event): readonly FieldError[] {
  const { metadata, involvedObject, reportingComponent = "" } = event;
  const anywhere = metadata.namespace === "default" || metadata.namespace === "kube-system";
  return [
    ...(involvedObject?.namespace || anywhere ? [] : [wrongNamespace(event)]),
    ...(reportingComponent === "" ? [required("reportingComponent")] : []),
    ...isQualifiedName(reportingComponent).map((message) => invalid("reportingComponent", reportingComponent, message)),
    ...validateText("reportingInstance", event.reportingInstance, SHORT_LIMIT),
    ...validateText("action", event.action, SHORT_LIMIT),
    ...validateText("reason", event.reason, SHORT_LIMIT),
    ...validateLength("message", event.message ?? "", NOTE_LIMIT),
  ];
}

function validateText(field: string, text: string | undefined, limit: number): readonly FieldError[] {
  return text ? validateLength(field, text, limit) : [required(field)];
}

function validateLength(field: string, text: string, limit: number): readonly FieldError[] {
  return byteLength(text) > limit ? [invalid(field, "", `can have at most ${limit} characters`)] : [];
}
