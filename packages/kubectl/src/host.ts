import type { ApiRequest, ApiResponse, Millis, ResourceName, WatchEvent } from "@kubetick/core";

/** What kubectl needs of the world around it. A `Cluster` provides it; nothing here does I/O. */
export interface KubectlHost {
  /** Sends one request to the API server, and returns its answer. */
  request(request: ApiRequest): ApiResponse;
  /** The virtual time. */
  now(): Millis;
  /**
   * Lets the next thing happen (one action; time moves only when nothing is runnable at this instant), but never past `until`.
   * Returns false when nothing more happens before `until`; the clock then stands at `until`.
   */
  proceed(until: Millis): boolean;
  /** The watch events of a resource since a resource version, oldest first. */
  events(resource: ResourceName, since: number): readonly WatchEvent[];
  /** The text of a file that the command names (`-f`); `-` is standard input. Throws where there is none. */
  readFile(path: string): string;
  /** What is in the folder that the command names (`-f`), in any order; undefined where the path is no folder. */
  listFolder?(path: string): readonly FolderEntry[] | undefined;
  /** What `edit` does in place of an editor: the new text, or the same text for no change. */
  edit?(text: string): string;
}

export interface FolderEntry {
  readonly name: string;
  /** Whether it is itself a folder. */
  readonly folder: boolean;
}

export interface KubectlResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}
