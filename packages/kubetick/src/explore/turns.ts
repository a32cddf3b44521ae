/**
 * Goes on with a search that pauses now and then, until it ends or is to be stopped: in each pause others get their turn, such as who
 * wants to stop it.
 */
export async function inTurns<Result>(
  search: () => { readonly result: Result; readonly hasPaused: boolean },
  signal: AbortSignal,
): Promise<Result> {
  for (;;) {
    const { result, hasPaused } = search();
    if (!hasPaused || signal.aborted) return result;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
