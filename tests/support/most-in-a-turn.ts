/** The most distinct things passed to `at` within one turn of the event loop during `work`. */
export async function mostInATurn(work: (at: (thing: unknown) => void) => Promise<unknown>): Promise<number> {
  const inTurn = new Set<unknown>();
  let most = 0;
  let turn: NodeJS.Immediate;
  const nextTurn = (): void => {
    inTurn.clear();
    turn = setImmediate(nextTurn);
  };
  turn = setImmediate(nextTurn);
  try {
    await work((thing) => {
      inTurn.add(thing);
      most = Math.max(most, inTurn.size);
    });
  } finally {
    clearImmediate(turn);
  }
  return most;
}
