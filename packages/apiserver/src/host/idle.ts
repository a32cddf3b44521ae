/** The real one, whatever is put in its place later. A browser has none. */
const nextTurn: (callback: () => void) => void =
  (globalThis as { setImmediate?: (callback: () => void) => void }).setImmediate ??
  ((callback) => setTimeout(callback, 0));

/**
 * So many turns of the event loop in a row in which nothing reaches the host. A request takes a few from the call to the
 * host: streams and HTTP libraries pass things on with `process.nextTick` and promises, and now and then with a turn.
 */
const QUIET_TURNS = 12;

/** Lets promises and callbacks run until nothing more comes of them: until `activity` has stood still for a while. */
export async function runDry(activity: () => number): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    const before = activity();
    await new Promise<void>((resolve) => nextTurn(resolve));
    quiet = activity() === before ? quiet + 1 : 0;
  }
}
