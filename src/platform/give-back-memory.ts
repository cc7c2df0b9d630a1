import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** By how much the heap may grow since the last collection, in percent, before the next one. */
const heapGrowth = 40;

/**
 * Makes V8 collect garbage once the heap has grown by two fifths. By default it waits, if memory is plentiful, until the heap is four times
 * as large, and keeps the pages. For the cost see docs/adr/0045 and 0048.
 */
export const keepHeapClose = (): void => setFlagsFromString(`--heap-growing-percent=${heapGrowth}`);

type Collect = (options: {
  readonly type: 'major';
  readonly flavor: 'last-resort';
  readonly execution: 'sync';
}) => void;

/**
 * Collects all garbage and returns spare pages to the system, which V8 does by itself only after a long time
 * with few allocations. Blocks the process for some 100 ms. Keeps compiled WebAssembly: the embedded database would be
 * recompiled at once, which takes half a gigabyte for a moment. Keeps compiled functions: it would discard those that do not run just
 * then, and the first search after a start took twice as long again. For patterns, see
 * matchesOf.
 */
export function giveBackMemory(): void {
  setFlagsFromString('--no-flush-liftoff-code');
  setFlagsFromString('--no-flush-bytecode');
  // `gc` exists in contexts created while the flag is set.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as Collect;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
  setFlagsFromString('--flush-bytecode');
}
