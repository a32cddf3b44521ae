import type { VirtualTimers } from "./virtual-timers.ts";

/** One life of a client, from its start to its crash: what its code sees of the world outside the API. */
export interface Life {
  readonly timers: VirtualTimers;
  /** In place of `Math.random`. */
  readonly random: () => number;
  /** False after a crash: whatever is left of its code is not heard any more. */
  alive: boolean;
}

interface Storage {
  run<T>(life: Life, body: () => T): T;
  getStore(): Life | undefined;
}

interface AsyncHooks {
  readonly AsyncLocalStorage: new () => Storage;
}

interface ProcessLike {
  getBuiltinModule?(name: string): unknown;
}

/** Where there is no AsyncLocalStorage (in a browser), code is in a life only as long as it runs without a pause. */
class WithoutPauses implements Storage {
  #current: Life | undefined;

  run<T>(life: Life, body: () => T): T {
    const before = this.#current;
    this.#current = life;
    try {
      return body();
    } finally {
      this.#current = before;
    }
  }

  getStore(): Life | undefined {
    return this.#current;
  }
}

function builtin<T>(name: string): T | undefined {
  const { process } = globalThis as { process?: ProcessLike };
  return process?.getBuiltinModule?.(name) as T | undefined;
}

const hooks = builtin<AsyncHooks>("node:async_hooks");
const lives: Storage = hooks === undefined ? new WithoutPauses() : new hooks.AsyncLocalStorage();

/** Runs code as part of a life; what it sets off (promises, callbacks) is part of it, too. */
export function within<T>(life: Life, body: () => T): T {
  return lives.run(life, body);
}

/** The life that the code that runs now is part of. */
export function currentLife(): Life | undefined {
  return lives.getStore();
}

export { builtin };
