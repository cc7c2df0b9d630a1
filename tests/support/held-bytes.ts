import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Several rounds, since some objects are released only by the finalizer of another object. */
const rounds = 4;

/** Bytes that remain after garbage collections: in the heap, and outside it, where long texts received as bytes are kept. */
export async function heldBytes(): Promise<number> {
  for (let round = 0; round < rounds; round += 1) {
    collectGarbage();
    await nextTurn();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
