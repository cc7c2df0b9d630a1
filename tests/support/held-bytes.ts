import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
export const collectGarbage: () => void = runInNewContext('gc');

/** A round that releases less than this was the last. */
const few = 10_000;

/**
 * Bytes that remain after garbage collections: in the heap, and outside it, where long texts received as bytes are kept. Collects
 * until nothing more is released, since some objects are released only by the finalizer of another object.
 */
export async function heldBytes(): Promise<number> {
  for (let before = Number.POSITIVE_INFINITY; ; ) {
    collectGarbage();
    await nextTurn();
    const { heapUsed, external } = process.memoryUsage();
    const held = heapUsed + external;
    if (held > before - few) return held;
    before = held;
  }
}
