import { builtin, currentLife, type Life, within } from "./life.ts";

type Callback = (...args: unknown[]) => void;
type SetTimer = (callback: Callback, delay?: unknown, ...args: unknown[]) => unknown;

interface Patch {
  readonly object: object;
  readonly name: string;
  readonly before: PropertyDescriptor;
}

let installed: readonly Patch[] | undefined;
let users = 0;

/**
 * Puts virtual time in the place of `setTimeout`, `setInterval`, `Date`, `performance.now`, `AbortSignal.timeout` and
 * Node's `timers/promises`, and seeded numbers in that of `Math.random`: for the code of clients alone, which is told by the
 * life that it is part of. To all other code they are what they were. Returns a function that takes them away again.
 */
export function installVirtualTime(): () => void {
  if (users++ === 0) installed = install();
  let released = false;
  return () => {
    if (released) return;
    released = true;
    if (--users === 0) uninstall();
  };
}

function uninstall(): void {
  for (const { object, name, before } of installed ?? []) Object.defineProperty(object, name, before);
  installed = undefined;
  syncExports();
}

function install(): readonly Patch[] {
  const patches: Patch[] = [];
  const patch = (object: object | undefined, name: string, replace: (real: never) => unknown) => {
    const before = object === undefined ? undefined : Object.getOwnPropertyDescriptor(object, name);
    if (object === undefined || before === undefined) return;
    patches.push({ object, name, before });
    Object.defineProperty(object, name, { ...before, value: replace((object as never)[name]) });
  };
  for (const holder of [globalThis, builtin<object>("node:timers")]) {
    patch(holder, "setTimeout", (real: SetTimer) => timerFunction(real, false));
    patch(holder, "setInterval", (real: SetTimer) => timerFunction(real, true));
    patch(holder, "clearTimeout", clearFunction);
    patch(holder, "clearInterval", clearFunction);
  }
  const promises = builtin<{ scheduler?: object }>("node:timers/promises");
  patch(promises, "setTimeout", promisedTimeout);
  patch(promises, "setInterval", promisedInterval);
  patch(globalThis, "Date", virtualDate);
  patch(Math, "random", (real: () => number) => () => (currentLife()?.random ?? real)());
  patch(AbortSignal, "timeout", abortAfter);
  syncExports();
  return patches;
}

/** Whoever has imported one of Node's functions by name gets the new one, too. */
function syncExports(): void {
  builtin<{ syncBuiltinESMExports(): void }>("node:module")?.syncBuiltinESMExports();
}

/** What `setTimeout` hands back. */
class Handle {
  readonly #life: Life;
  readonly #id: number;

  constructor(life: Life, id: number) {
    this.#life = life;
    this.#id = id;
  }

  ref(): this {
    this.#life.timers.setBackground(this.#id, false);
    return this;
  }

  unref(): this {
    this.#life.timers.setBackground(this.#id, true);
    return this;
  }

  hasRef(): boolean {
    return !this.#life.timers.isBackground(this.#id);
  }

  refresh(): this {
    this.#life.timers.refresh(this.#id);
    return this;
  }

  close(): this {
    this.#life.timers.clear(this.#id);
    return this;
  }

  [Symbol.toPrimitive](): number {
    return this.#id;
  }
}

const PROMISIFIED = Symbol.for("nodejs.util.promisify.custom");

function timerFunction(real: SetTimer, repeats: boolean): SetTimer {
  const virtual: SetTimer = (callback, delay, ...args) => {
    const life = currentLife();
    if (life === undefined) return real(callback, delay, ...args);
    return new Handle(
      life,
      setTimer(life, () => callback(...args), delay, repeats),
    );
  };
  const promisified = (real as { [PROMISIFIED]?: PromisedTimeout })[PROMISIFIED];
  return promisified === undefined ? virtual : Object.assign(virtual, { [PROMISIFIED]: promisedTimeout(promisified) });
}

function setTimer(life: Life, callback: () => void, delay: unknown, repeats = false): number {
  return life.timers.set(() => within(life, callback), delay, repeats);
}

function clearFunction(real: (handle: unknown) => void): (handle: unknown) => void {
  return (handle) => {
    if (handle instanceof Handle) handle.close();
    else if (typeof handle === "number" && currentLife()?.timers.has(handle)) currentLife()?.timers.clear(handle);
    else real(handle);
  };
}

interface PromisedOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

type PromisedTimeout = <T>(delay?: number, value?: T, options?: PromisedOptions) => Promise<T>;

function promisedTimeout(real: PromisedTimeout): PromisedTimeout {
  return (delay, value, options = {}) => {
    const life = currentLife();
    if (life === undefined) return real(delay, value, options);
    return new Promise((resolve, reject) => {
      const { signal, ref = true } = options;
      if (signal?.aborted) return reject(aborted(signal));
      const id = setTimer(life, () => resolve(value as never), delay);
      if (!ref) life.timers.setBackground(id, true);
      signal?.addEventListener("abort", () => {
        life.timers.clear(id);
        reject(aborted(signal));
      });
    });
  };
}

/** As Node says it. */
function aborted(signal: AbortSignal): Error {
  const error = new Error("The operation was aborted", { cause: signal.reason });
  return Object.assign(error, { name: "AbortError", code: "ABORT_ERR" });
}

type PromisedInterval = <T>(delay?: number, value?: T, options?: PromisedOptions) => AsyncIterable<T>;

function promisedInterval(real: PromisedInterval): PromisedInterval {
  return (delay, value, options) =>
    currentLife() === undefined ? real(delay, value, options) : intervals(delay, value as never, options);
}

async function* intervals<T>(delay: number | undefined, value: T, options?: PromisedOptions): AsyncGenerator<T> {
  const wait = promisedTimeout(() => Promise.reject(new Error("an interval outlived its client")));
  for (;;) yield await wait(delay, value, options);
}

function virtualDate(Real: DateConstructor): DateConstructor {
  const now = () => currentLife()?.timers.now ?? Real.now();
  return new Proxy(Real, {
    apply: () => new Real(now()).toString(),
    construct: (target, args, derived) => Reflect.construct(target, args.length === 0 ? [now()] : args, derived),
    get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
  });
}

function abortAfter(real: (milliseconds: number) => AbortSignal): (milliseconds: number) => AbortSignal {
  return (milliseconds) => {
    const life = currentLife();
    if (life === undefined) return real.call(AbortSignal, milliseconds);
    const controller = new AbortController();
    const reason = new DOMException("The operation was aborted due to timeout", "TimeoutError");
    life.timers.setBackground(
      setTimer(life, () => controller.abort(reason), milliseconds),
      true,
    );
    return controller.signal;
  };
}
