import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** What is left in the heap after a collection of garbage, in bytes. */
export function heldBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
