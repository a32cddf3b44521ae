import type { Millis } from "@kubetick/core";

/** A timer that a client has set. */
export interface ClientTimer {
  readonly id: number;
  readonly due: Millis;
  /** Set where it comes again and again. */
  readonly every?: Millis;
  /** Nobody waits for it: as `timer.unref()` has it. */
  readonly background: boolean;
}

interface Entry {
  readonly id: number;
  readonly callback: () => void;
  readonly delay: Millis;
  readonly repeats: boolean;
  due: Millis;
  background: boolean;
}

/** Source: Node's lib/internal/timers.js: what is no delay, or too long a one, is a millisecond. */
const LONGEST = 2 ** 31 - 1;

/** The timers of one client, in virtual time. They fire when they are told to, the earliest first. */
export class VirtualTimers {
  readonly #now: () => Millis;
  readonly #entries = new Map<number, Entry>();
  #last = 0;

  constructor(now: () => Millis) {
    this.#now = now;
  }

  get now(): Millis {
    return this.#now();
  }

  /** Sets a timer, and hands back its number. */
  set(callback: () => void, delay: unknown, repeats = false): number {
    const id = ++this.#last;
    const milliseconds = Math.trunc(Number(delay));
    const isDelay = milliseconds >= 1 && milliseconds <= LONGEST;
    const entry = { id, callback, delay: isDelay ? milliseconds : 1, repeats, due: 0, background: false };
    this.#entries.set(id, entry);
    this.#wind(entry);
    return id;
  }

  clear(id: number): void {
    this.#entries.delete(id);
  }

  clearAll(): void {
    this.#entries.clear();
  }

  has(id: number): boolean {
    return this.#entries.has(id);
  }

  /** Begins anew, as `timer.refresh()` does. */
  refresh(id: number): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) this.#wind(entry);
  }

  setBackground(id: number, background: boolean): void {
    const entry = this.#entries.get(id);
    if (entry !== undefined) entry.background = background;
  }

  isBackground(id: number): boolean {
    return this.#entries.get(id)?.background ?? true;
  }

  /** In the order in which they are due. */
  list(): readonly ClientTimer[] {
    return this.#inOrder().map(({ id, due, delay, repeats, background }) => ({
      id,
      due,
      ...(repeats ? { every: delay } : {}),
      background,
    }));
  }

  /** Fires the timer that is due first, if it is due by now. False where none is. */
  fire(): boolean {
    const [entry] = this.#inOrder();
    if (entry === undefined || entry.due > this.now) return false;
    if (entry.repeats) this.#wind(entry);
    else this.#entries.delete(entry.id);
    entry.callback();
    return true;
  }

  #wind(entry: Entry): void {
    entry.due = this.now + entry.delay;
  }

  #inOrder(): Entry[] {
    return [...this.#entries.values()].sort((a, b) => a.due - b.due || a.id - b.id);
  }
}
