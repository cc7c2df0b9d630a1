import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnavailable } from '../database-errors.ts';
import { createGatherer } from '../gather.ts';
import { currentRoute, onRoute, type Route } from '../read-route.ts';
import { timed } from '../request-times.ts';
import type { LoopTurns } from '../turns/loop-turns.ts';
import { many, workFor } from '../turns/requester.ts';
import { Snapshot } from './snapshot.ts';

/** Maximum reads per statement: fifty concurrent clients need few statements, and none waits long for the others' reads. */
const mostItems = 32;

/**
 * Batches reads: one statement answers all callers that arrive while the previous one runs. A lone caller is not delayed, and results
 * include everything committed before the statement was sent, which is after the call. `run` must keep the items' accounts apart. With a
 * `pace`, a statement is delayed a little while its reads would have to wait for their turn anyway.
 */
export function gatheredReads<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  pace?: Pick<LoopTurns, 'pause'>,
): (item: Item) => Promise<Result> {
  // Work for many callers must not count as one caller's time, nor run in the first one's snapshot.
  const outside = AsyncLocalStorage.snapshot();
  const together = (work: () => Promise<readonly Result[]>) => outside(() => workFor(many, work));
  const gathererOn = (route: Route) =>
    createGatherer<Item, Result>({
      keyOf: () => '',
      maxItems: mostItems,
      run: (items) => together(() => onRoute(route, () => run(items))),
      failsAll: isDatabaseUnavailable,
      pause: pace && (() => pace.pause()),
    });
  // Reads that must use the primary are not batched with those that may use the replica.
  const gatherers = { primary: gathererOn('primary'), replica: gathererOn('replica') };
  return async (item) => {
    if (!Snapshot.current) return await timed('db', () => gatherers[currentRoute()](item));
    const [result] = await run([item]);
    if (result === undefined) throw new Error('One item was asked for and none answered');
    return result;
  };
}
