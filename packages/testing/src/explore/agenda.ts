import { blocksOf, type NumberList, Numbers } from "./numbers.ts";

/** In which order states are looked at. */
export type Order = "breadth" | "depth" | "departures";

/** The states that have been found and not yet looked at. */
export class Agenda {
  readonly #order: Order;
  /** By the number of departures on the way to them; of the other orders all are in the first list. */
  readonly #lists: List[] = [];
  /** Of each state. */
  readonly #departures: number[] = [];
  #size = 0;
  #least = 0;

  constructor(order: Order, saved?: AgendaJson) {
    this.#order = order;
    for (const block of blocksOf(saved?.departures ?? []))
      for (let at = 0; at < block.length; at++) this.#departures.push(block[at] as number);
    for (const states of saved?.lists ?? []) {
      this.#lists.push({ states: [...states], head: 0 });
      this.#size += states.length;
    }
  }

  toJSON(): AgendaJson {
    return {
      departures: Numbers.of(this.#departures),
      lists: this.#lists.map(({ states, head }) => states.slice(head)),
    };
  }

  /** What is waiting; in breadth in the order in which it will be looked at. */
  get states(): readonly number[] {
    return this.#lists.flatMap(({ states, head }) => states.slice(head));
  }

  get size(): number {
    return this.#size;
  }

  /** How often the way to a state departs from what happens by default. */
  departures(state: number): number {
    return this.#departures[state] ?? 0;
  }

  /** States are added in the order of their numbers. */
  add(state: number, departures: number): void {
    this.#departures[state] = departures;
    const at = this.#order === "departures" ? departures : 0;
    while (this.#lists.length <= at) this.#lists.push({ states: [], head: 0 });
    this.#lists[at]?.states.push(state);
    this.#size++;
    this.#least = Math.min(this.#least, at);
  }

  next(): number {
    while (isEmpty(this.#lists[this.#least] as List)) this.#least++;
    this.#size--;
    const list = this.#lists[this.#least] as List;
    // Of several with as few departures, one way is followed to its end before the next.
    return this.#order === "breadth" ? first(list) : (list.states.pop() as number);
  }
}

/** What is waiting, as plain JSON. */
export interface AgendaJson {
  readonly departures: NumberList;
  readonly lists: readonly (readonly number[])[];
}

interface List {
  states: number[];
  head: number;
}

function isEmpty({ states, head }: List): boolean {
  return head >= states.length;
}

function first(list: List): number {
  const state = list.states[list.head++] as number;
  if (list.head > 100_000) {
    list.states = list.states.slice(list.head);
    list.head = 0;
  }
  return state;
}
