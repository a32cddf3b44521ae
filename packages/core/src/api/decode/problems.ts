import type { Field, StructType, Type } from "../../kubernetes/schema.ts";
import type { Json, JsonObject } from "../../kubernetes/types.ts";
import { goQuote } from "../go-text.ts";
import { jsonWord, Mismatch, readScalar } from "./scalar.ts";

/** What the server says about a value that does not fit its type. */
export interface Problems {
  /** The first error, as Go's decoder words it. */
  readonly error?: string;
  /** `unknown field "spec.foo"`, each once, at most a hundred. */
  readonly unknownFields: readonly string[];
}

/** Source: sigs.k8s.io/json internal/golang/encoding/json/kubernetes_patch.go saveStrictError. */
const MAX_STRICT_ERRORS = 100;
const MAX_DEPTH = 500;

/** Where the walk is, in the two ways in which messages tell it. */
interface Place {
  /** `spec.template.spec.containers[0]` */
  readonly path: string;
  /** `spec.template.spec.containers`: without indices, and with the names of embedded structs. */
  readonly goPath: string;
  /** The struct that holds the field: `PodSpec`. */
  readonly struct: string;
}

class Stopped extends Error {}

class Walk {
  error: string | undefined;
  readonly unknown = new Set<string>();

  value(type: Type, value: Json, place: Place, depth: number): void {
    if (value === null) return;
    if (depth > MAX_DEPTH) this.stop("exceeded max depth");
    if (type.kind === "pointer") {
      this.value(type.element, value, place, depth);
    } else if (type.kind === "struct") {
      if (isObject(value)) this.fields(type, value, place, depth);
      else this.mismatch(value, type.go, place);
    } else if (type.kind === "list") {
      if (Array.isArray(value)) this.items(type.element, value, place, depth);
      else this.mismatch(value, type.go, place);
    } else if (type.kind === "map") {
      if (isObject(value)) this.entries(type.element, value, place, depth);
      else this.mismatch(value, type.go, place);
    } else {
      const read = readScalar(type, value);
      if (read instanceof Mismatch) this.report(read, place);
    }
  }

  private fields(type: StructType, value: JsonObject, place: Place, depth: number): void {
    for (const [key, given] of Object.entries(value)) {
      const field = type.fields.get(key);
      if (given === undefined) continue;
      if (field === undefined) this.unknownField(joined(place.path, key));
      else this.value(field.type, given, below(place, type, field), depth + 1);
    }
  }

  private items(element: Type, value: readonly Json[], place: Place, depth: number): void {
    for (const [at, item] of value.entries()) {
      this.value(element, item, { ...place, path: `${place.path}[${at}]` }, depth + 1);
    }
  }

  private entries(element: Type, value: JsonObject, place: Place, depth: number): void {
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined) this.value(element, item, { ...place, path: joined(place.path, key) }, depth + 1);
    }
  }

  private mismatch(value: Json, go: string, place: Place): void {
    this.report(new Mismatch(jsonWord(value), go, false), place);
  }

  private report({ found, go, stops }: Mismatch, place: Place): void {
    const where = place.goPath === "" ? "Go value" : `Go struct field ${place.struct}.${place.goPath}`;
    const message = go === undefined ? found : `json: cannot unmarshal ${found} into ${where} of type ${go}`;
    if (stops) this.stop(message);
    this.error ??= message;
  }

  /** An error of a type's own parser ends decoding, and takes the place of an earlier error of the decoder. */
  private stop(message: string): never {
    this.error = message;
    throw new Stopped(message);
  }

  private unknownField(path: string): void {
    if (this.unknown.size < MAX_STRICT_ERRORS) this.unknown.add(`unknown field ${goQuote(path)}`);
  }
}

function joined(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function below(place: Place, struct: StructType, field: Field): Place {
  const goName = [...field.via, field.name].join(".");
  return { path: joined(place.path, field.name), goPath: joined(place.goPath, goName), struct: struct.name };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Walks the value in its own order, as the server's decoder does, and tells what is wrong. Slow: only for what is not canonical. */
export function findProblems(type: Type, value: Json): Problems {
  const walk = new Walk();
  try {
    walk.value(type, value, { path: "", goPath: "", struct: "" }, 0);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
  }
  const unknownFields = [...walk.unknown];
  return walk.error === undefined ? { unknownFields } : { error: walk.error, unknownFields };
}
