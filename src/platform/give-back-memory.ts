import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Up to so many bytes of limit memory is scarcer than the processor. */
const tightLimit = 1024 * 1024 * 1024;

/** By how many percent of what the last collection left the heap grows before the next one. */
export const heapGrowth = (limitBytes: number): number => (limitBytes <= tightLimit ? 40 : 65);

/**
 * Has V8 collect garbage once the heap has grown by so much. By itself it waits, where there is plenty, for four times what was left,
 * and keeps the pages. What either share costs stands in docs/adr/0045 and 0048.
 */
export const keepHeapClose = (limitBytes: number): void =>
  setFlagsFromString(`--heap-growing-percent=${heapGrowth(limitBytes)}`);

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
