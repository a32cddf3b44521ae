import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cycles, isFair } from "./cycles.ts";
import { Graph } from "./graph.ts";

interface Edge {
  readonly from: number;
  readonly to: number;
  readonly taker: string;
}

function graphOf(states: number, edges: readonly Edge[]): Graph {
  const graph = new Graph();
  for (let state = 0; state < states; state++) graph.add(state - 1, 0);
  for (let state = 0; state < states; state++)
    graph.expanded(
      state,
      edges.filter(({ from }) => from === state).map(({ to, taker }, place) => ({ to, taker, place })),
    );
  return graph;
}

const graphs = fc.nat({ max: 7 }).chain((most) =>
  fc.record({
    states: fc.constant(most + 1),
    edges: fc.array(
      fc.record({
        from: fc.nat({ max: most }),
        to: fc.nat({ max: most }),
        taker: fc.constantFrom("a", "b", "the clock", ""),
      }),
      { maxLength: 16 },
    ),
    barred: fc.nat({ max: most + 3 }),
  }),
);

/** From which state which others can be reached, in one step or more, by trying again until nothing is new. */
function reachable(states: number, edges: readonly Edge[]): boolean[][] {
  const reach = Array.from({ length: states }, () => new Array<boolean>(states).fill(false));
  for (const { from, to } of edges) (reach[from] as boolean[])[to] = true;
  for (let by = 0; by < states; by++)
    for (let from = 0; from < states; from++)
      for (let to = 0; to < states; to++)
        if (reach[from]?.[by] === true && reach[by]?.[to] === true) (reach[from] as boolean[])[to] = true;
  return reach;
}

const sorted = (parts: readonly (readonly number[])[]) =>
  parts.map((part) => part.toSorted((a, b) => a - b).join(" ")).sort();

test("cycles are the states that can be reached from one another", () => {
  fc.assert(
    fc.property(graphs, ({ states, edges, barred }) => {
      const open = edges.filter(({ from, to }) => from !== barred && to !== barred);
      const reach = reachable(states, open);
      const expected = new Set<string>();
      for (let state = 0; state < states; state++) {
        if (reach[state]?.[state] !== true) continue;
        const part = Array.from({ length: states }, (_, other) => other).filter(
          (other) => reach[state]?.[other] === true && reach[other]?.[state] === true,
        );
        expected.add(part.join(" "));
      }
      const found = cycles(graphOf(states, edges), (state) => state !== barred);
      expect(sorted(found)).toEqual([...expected].sort());
    }),
  );
});

/** Whether an endless walk from the first of the states, that never leaves them, treats everybody fairly: tried, step by step. */
function hasFairWalk(edges: readonly Edge[], part: readonly number[]): boolean {
  const inside = edges.filter(({ from, to }) => part.includes(from) && part.includes(to));
  const takers = [...new Set(edges.map(({ taker }) => taker))].filter((taker) => taker !== "");
  const [start = 0] = part;
  // A walk through all of the part, over all of its steps, gives most turns.
  let state = start;
  const due = new Set(inside);
  const passed: Edge[] = [];
  while (due.size > 0) {
    const way = shortest(inside, state, (edge) => due.has(edge)) ?? [];
    for (const edge of way) {
      due.delete(edge);
      passed.push(edge);
      state = edge.to;
    }
  }
  return takers.every(
    (taker) =>
      passed.some((edge) => edge.taker === taker) ||
      passed.some(({ from }) => !edges.some((edge) => edge.from === from && edge.taker === taker)),
  );
}

function shortest(edges: readonly Edge[], start: number, goal: (edge: Edge) => boolean): Edge[] | undefined {
  const ways: Edge[][] = edges.filter(({ from }) => from === start).map((edge) => [edge]);
  const seen = new Set<Edge>(ways.flat());
  for (const way of ways) {
    const last = way[way.length - 1] as Edge;
    if (goal(last)) return way;
    for (const next of edges)
      if (next.from === last.to && !seen.has(next)) {
        seen.add(next);
        ways.push([...way, next]);
      }
  }
  return undefined;
}

describe("isFair", () => {
  test("a part is fair if a walk through all of it is", () => {
    fc.assert(
      fc.property(graphs, ({ states, edges }) => {
        const graph = graphOf(states, edges);
        for (const part of cycles(graph)) expect(isFair(graph, part)).toBe(hasFairWalk(edges, part));
      }),
    );
  });

  test("people and faults need have no turn, whoever else always could must have one", () => {
    const round = [
      { from: 0, to: 1, taker: "a" },
      { from: 1, to: 0, taker: "a" },
    ];
    const leaving = (taker: string) => [0, 1].map((from) => ({ from, to: 2, taker }));
    const fair = (edges: readonly Edge[]) => isFair(graphOf(3, edges), [0, 1]);
    expect(fair(round)).toBe(true);
    expect(fair([...round, ...leaving("")])).toBe(true);
    expect(fair([...round, ...leaving("b")])).toBe(false);
    expect(fair([...round, ...leaving("b").slice(1)])).toBe(true);
  });
});
