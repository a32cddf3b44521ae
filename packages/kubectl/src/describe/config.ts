import type { ConfigMap, PriorityClass, Secret, ServiceAccount } from "@kubetick/core";
import { utf8Length } from "../print/bytes.ts";
import { formatLabels, sortedKeys } from "../print/labels.ts";
import { describeEventsOf } from "./events.ts";
import { describeLabelsAndAnnotations, describeName } from "./metadata.ts";
import { DescribeText } from "./text.ts";
import type { DescribeWorld } from "./world.ts";

/** Source: kubectl/pkg/describe ConfigMapDescriber. */
export function describeConfigMap(configMap: ConfigMap, world: DescribeWorld): string {
  const text = new DescribeText();
  describeName(text, configMap);
  describeLabelsAndAnnotations(text, configMap);
  text.write(0, "\nData\n====\n");
  for (const key of sortedKeys(configMap.data)) text.write(0, `${key}:\n----\n${configMap.data?.[key] ?? ""}\n\n`);
  text.write(0, "\nBinaryData\n====\n");
  for (const key of sortedKeys(configMap.binaryData)) {
    text.line(0, `${key}: ${base64Length(configMap.binaryData?.[key] ?? "")} bytes`);
  }
  text.line(0, "");
  describeEventsOf(text, world, configMap);
  return text.finish();
}

/** Source: kubectl/pkg/describe describeSecret. */
export function describeSecret(secret: Secret): string {
  const text = new DescribeText();
  describeName(text, secret);
  describeLabelsAndAnnotations(text, secret);
  text.write(0, `\nType:\t${secret.type ?? ""}\n`);
  text.write(0, "\nData\n====\n");
  for (const key of sortedKeys(secret.data)) {
    const value = secret.data?.[key] ?? "";
    const isToken = key === "token" && secret.type === "kubernetes.io/service-account-token";
    text.line(0, isToken ? `${key}:\t${decodeAscii(value)}` : `${key}:\t${base64Length(value)} bytes`);
  }
  return text.finish();
}

/** The length of what base64 text stands for. */
function base64Length(text: string): number {
  return Math.floor((utf8Length(text.replace(/=+$/, "")) * 3) / 4);
}

/** A token is ASCII. */
function decodeAscii(base64: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  let bits = "";
  for (const char of base64.replace(/=+$/, "")) bits += alphabet.indexOf(char).toString(2).padStart(6, "0");
  return (bits.match(/[01]{8}/g) ?? []).map((byte) => String.fromCharCode(Number.parseInt(byte, 2))).join("");
}

/** Source: kubectl/pkg/describe describeServiceAccount. */
export function describeServiceAccount(account: ServiceAccount, world: DescribeWorld): string {
  const text = new DescribeText();
  describeName(text, account);
  describeLabelsAndAnnotations(text, account);
  const header = "Image pull secrets:";
  const names = (account.imagePullSecrets ?? []).map((secret) => secret.name ?? "");
  if (names.length === 0) names.push("<none>");
  for (const [i, name] of names.entries()) text.line(0, `${i === 0 ? header : " ".repeat(header.length)}\t${name}`);
  describeEventsOf(text, world, account);
  return text.finish();
}

/** Source: kubectl/pkg/describe describePriorityClass. */
export function describePriorityClass(priorityClass: PriorityClass, world: DescribeWorld): string {
  const { metadata, value, globalDefault, preemptionPolicy, description } = priorityClass;
  const text = new DescribeText();
  text.line(0, `Name:\t${metadata.name}`);
  text.line(0, `Value:\t${value ?? 0}`);
  text.line(0, `GlobalDefault:\t${globalDefault ?? false}`);
  text.line(0, `PreemptionPolicy:\t${preemptionPolicy ?? "PreemptLowerPriority"}`);
  text.line(0, `Description:\t${description ?? ""}`);
  text.line(0, `Annotations:\t${formatLabels(metadata.annotations)}`);
  describeEventsOf(text, world, priorityClass);
  return text.finish();
}
