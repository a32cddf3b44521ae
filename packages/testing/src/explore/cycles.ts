import type { Graph } from "./graph.ts";

/**
 * The strongly connected parts of a graph in which a run can go on for ever: more than one state, or one with a step to
 * itself. Tarjan's algorithm, without recursion.
 */
export function cycles(graph: Graph, within: (state: number) => boolean = () => true): readonly (readonly number[])[] {
  const found: number[][] = [];
  const order = new Int32Array(graph.states).fill(-1);
  const low = new Int32Array(graph.states);
  const onStack = new Uint8Array(graph.states);
  const stack: number[] = [];
  let count = 0;
  for (let root = 0; root < graph.states; root++) {
    if (order[root] !== -1 || !within(root)) continue;
    const work: [state: number, next: number][] = [[root, 0]];
    while (work.length > 0) {
      const top = work[work.length - 1] as [number, number];
      const [state] = top;
      if (top[1] === 0) {
        order[state] = low[state] = count++;
        stack.push(state);
        onStack[state] = 1;
      }
      let descended = false;
      for (let to = graph.successor(state, top[1]); to >= 0; to = graph.successor(state, top[1])) {
        top[1]++;
        if (!within(to)) continue;
        if (order[to] === -1) {
          work.push([to, 0]);
          descended = true;
          break;
        }
        if (onStack[to] === 1) low[state] = Math.min(low[state] as number, order[to] as number);
      }
      if (descended) continue;
      work.pop();
      const parent = work[work.length - 1];
      if (parent !== undefined) low[parent[0]] = Math.min(low[parent[0]] as number, low[state] as number);
      if (low[state] !== order[state]) continue;
      const part: number[] = [];
      let member: number;
      do {
        member = stack.pop() as number;
        onStack[member] = 0;
        part.push(member);
      } while (member !== state);
      if (part.length > 1 || isLoop(graph, state)) found.push(part);
    }
  }
  return found;
}

function isLoop(graph: Graph, state: number): boolean {
  for (const [to] of graph.from(state)) if (to === state) return true;
  return false;
}

/**
 * Whether a run can stay in a part for ever with everybody getting their turn: nobody who could act all the time never
 * does (weak fairness). People and faults need not act.
 */
export function isFair(graph: Graph, part: readonly number[]): boolean {
  const inside = new Set(part);
  const taken = new Set<string>();
  let always: Set<string> | undefined;
  for (const state of part) {
    const able = new Set(graph.able(state));
    for (const [to, taker] of graph.from(state)) if (inside.has(to)) taken.add(taker);
    always = always === undefined ? able : new Set([...always].filter((taker) => able.has(taker)));
  }
  for (const taker of always ?? []) if (taker !== "" && !taken.has(taker)) return false;
  return true;
}
