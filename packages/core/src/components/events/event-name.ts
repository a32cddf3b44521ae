import type { Millis } from "../../api/request.ts";
import { fnv32a } from "../shared/hash.ts";

const NANOS_PER_MILLI = 1_000_000;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const MAX_NAME = 253;

/**
 * The nanoseconds that an event's name shows. Virtual time has milliseconds only, and two events of one millisecond
 * must not have one name: who says it of what gives the rest, and `sequence` tells apart what is still equal.
 */
export function nanosOf(now: Millis, who: string, sequence: number): string {
  const part = (fnv32a(who) + sequence * 1_009) % NANOS_PER_MILLI;
  return (BigInt(now) * BigInt(NANOS_PER_MILLI) + BigInt(part)).toString(16);
}

/**
 * `NAME.18eb12c28674e600`: the name of the object and the time in hexadecimal. A name that would not be valid (of an
 * object with a very long name) is made like a uuid.
 * Source: staging/src/k8s.io/client-go/tools/record/util/util.go GenerateEventName.
 */
export function eventName(objectName: string, nanos: string): string {
  const name = `${objectName}.${nanos}`;
  return name.length <= MAX_NAME && SUBDOMAIN.test(name) ? name : uuidOf(name);
}

function uuidOf(text: string): string {
  const digits = [0, 1, 2, 3].map((salt) => fnv32a(text, [salt]).toString(16).padStart(8, "0")).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
