import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Has V8 collect garbage once the heap has grown by two fifths of what the last collection left. By itself it waits, where there is
 * plenty, for four times that, and keeps the pages; what that costs stands in docs/adr/0048.
 */
export const keepHeapClose = (): void => setFlagsFromString('--heap-growing-percent=40');

type Collect = (options: {
  readonly type: 'major';
  readonly flavor: 'last-resort';
  readonly execution: 'sync';
}) => void;

/**
 * Has V8 collect all garbage and give back the pages that it keeps for later, which it does by itself only after a long time
 * in which little is made. It stops the process for some 100 ms. Compiled WebAssembly stays: the embedded database would be
 * compiled anew at once, which takes half a gigabyte for a moment.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--no-flush-liftoff-code');
  // The function exists in contexts that are made while the flag is set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
}
