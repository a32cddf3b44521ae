import { entries } from "@kubetick/core";
import { describe, expect, test } from "vitest";
import { NEW_IMAGE, rollout } from "../../test/models.ts";
import { Run } from "../model/index.ts";
import type { Choice, World } from "./index.ts";

const CONTROLLER = "daemonset-controller";
const AGENT = "default/agent";

/** An edit, and then the controller's syncs, of which an informer of a resource may be late. */
class Play {
  readonly #run: Run;
  readonly #index: number;
  readonly #late: string;
  world: World;

  constructor(late: string) {
    const may = [NEW_IMAGE, { ...NEW_IMAGE, image: "example.com/agent:3" } as typeof NEW_IMAGE];
    const interleave = [CONTROLLER];
    this.#run = new Run(
      rollout(2, {
        may,
        interleave,
        faults: { staleCache: 1 },
        late: [late],
        cluster: { machines: "instant" },
      }),
    );
    this.#index = this.#run.system.indexOf(CONTROLLER);
    this.#late = late;
    this.world = this.#run.start;
  }

  take(is: (choice: Choice) => boolean): this {
    const choice = this.#run.choices(this.world).find(is);
    if (choice === undefined) throw new Error(`nothing of the kind: ${JSON.stringify(this.#run.choices(this.world))}`);
    this.world = this.#run.step(this.world, choice);
    return this;
  }

  edit = (action: number): this => this.take((choice) => choice.do === "act" && choice.action === action);
  stall = (): this => this.take((choice) => choice.do === "staleCache");
  sync = (): this => this.take((choice) => choice.do === "sync" && choice.key === AGENT);
  hear = (): this => this.take((choice) => choice.do === "hear");

  /** The request is carried out, and what others do at once thereupon. */
  proceed(): this {
    this.take((choice) => choice.do === "proceed" && choice.component === CONTROLLER);
    return this.others();
  }

  others(): this {
    for (let next = this.#prompt(); next !== undefined; next = this.#prompt())
      this.world = this.#run.step(this.world, next);
    return this;
  }

  #prompt = () => this.#run.play.promptChoice(this.world);

  /** Goes on until the controller asks for something of the informer's resource. */
  untilItWrites(): this {
    while (this.asks?.resource !== this.#late)
      this.take((choice) => choice.do === (this.asks === undefined ? "sync" : "proceed")).others();
    return this;
  }

  /** Goes on with the controller's sync to its end. */
  untilItEnds(): this {
    while (this.asks !== undefined) this.proceed();
    return this;
  }

  get asks() {
    return this.#run.system.pendingOf(this.world, this.#index);
  }

  get missed(): number {
    return Object.values(this.#run.system.lateOf(this.world)).reduce((sum, { missed }) => sum + missed.length, 0);
  }

  /** How often its syncs have failed. */
  get failures(): readonly number[] {
    return Array.from(entries(this.#run.system.stateOf(this.world, this.#index).failures), ([, times]) => times);
  }
}

describe("a controller does nothing before its cache shows what it has written", () => {
  test("a status: its sync fails until its informer has heard of it", () => {
    const play = new Play("daemonsets.apps").edit(0).untilItWrites().stall().proceed();
    expect([play.asks, play.missed]).toEqual([undefined, 1]);
    play.sync();
    expect([play.asks, play.failures]).toEqual([undefined, [1]]);
    play.hear().sync();
    expect([play.missed, play.asks?.verb, play.failures]).toEqual([0, "create", [1]]);
  });

  test("it waits for its own write, and for nothing that comes after it", () => {
    const play = new Play("daemonsets.apps").edit(0).untilItWrites().stall().proceed().edit(1);
    expect(play.missed).toBe(2);
    play.hear().sync();
    expect([play.missed, play.asks?.verb, play.asks?.resource]).toEqual([1, "create", "pods"]);
  });

  test("nor does it do anything once it has heard of what came before it only", () => {
    const play = new Play("daemonsets.apps").edit(0).untilItWrites().stall().edit(1).proceed();
    // Somebody has been quicker: the status is written to the newest, in a second try.
    play.proceed().proceed();
    expect([play.asks, play.missed]).toEqual([undefined, 2]);
    play.hear().sync();
    expect([play.missed, play.asks, play.failures]).toEqual([1, undefined, [1]]);
    play.hear().sync();
    expect([play.missed, play.asks?.resource]).toEqual([0, "controllerrevisions.apps"]);
  });

  test("a pod: nor does it look at the others before its informer has heard of it", () => {
    const play = new Play("pods").edit(0).untilItWrites().proceed();
    // The old pod is gone; the new one is made while nothing is heard of pods.
    while (play.asks?.verb !== "create" || play.asks.resource !== "pods")
      play.take((choice) => choice.do === (play.asks === undefined ? "sync" : "proceed")).others();
    play.stall().untilItEnds();
    const missed = play.missed;
    expect(missed).toBeGreaterThan(1);
    play.sync();
    expect([play.asks, play.failures]).toEqual([undefined, [1]]);
    play.hear().sync();
    expect([play.missed, play.failures, play.asks?.resource]).toEqual([missed - 1, [1], "daemonsets.apps"]);
  });

  test("it tries again in vain until its informer hears: nothing else happens by then", () => {
    const play = new Play("daemonsets.apps").edit(0).untilItWrites().stall().proceed().sync();
    expect(play.failures).toEqual([1]);
    expect(() => play.take((choice) => choice.do === "time")).toThrow("nothing of the kind");
    play.hear().sync();
    expect([play.missed, play.asks?.verb]).toEqual([0, "create"]);
  });
});
