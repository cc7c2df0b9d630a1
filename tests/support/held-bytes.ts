import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What lets go of its own only when something else was collected, and told so, takes a few rounds. */
const rounds = 4;

/** What is left after collections of garbage, in bytes: in the heap, and outside of it, where long texts lie that came as bytes. */
export async function heldBytes(): Promise<number> {
  for (let round = 0; round < rounds; round += 1) {
    collectGarbage();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
