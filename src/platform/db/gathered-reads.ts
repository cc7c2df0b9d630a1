import { AsyncLocalStorage } from 'node:async_hooks';
import { isDatabaseUnavailable } from '../database-unavailable.ts';
import { createGatherer } from '../gather.ts';
import type { LoopTurns } from '../loop-turns.ts';
import { currentRoute, onRoute, type Route } from '../read-route.ts';
import { timed } from '../request-times.ts';
import { many, workFor } from '../requester.ts';
import { Snapshot } from './snapshot.ts';

/** Reads of one statement: enough that fifty clients at once need few, and few enough that none waits long for the others. */
const mostItems = 32;

/**
 * Has one statement answer all who ask while the one before is under way. Who asks alone is not held up, and what is read was
 * committed before the statement was sent, which is after it was asked for. `run` must keep the items' accounts apart. With a
 * `pace`, a statement is put off a little while what it reads would have to wait for its turn all the same.
 */
export function gatheredReads<Item, Result>(
  run: (items: readonly Item[]) => Promise<readonly Result[]>,
  pace?: Pick<LoopTurns, 'pause'>,
): (item: Item) => Promise<Result> {
  // What many wait for is no single one's time, and none of it belongs to the snapshot of the first.
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
  // Who may read from the replica is not answered together with who may not.
  const gatherers = { primary: gathererOn('primary'), replica: gathererOn('replica') };
  return async (item) => {
    if (!Snapshot.current) return await timed('db', () => gatherers[currentRoute()](item));
    const [result] = await run([item]);
    if (result === undefined) throw new Error('One item was asked for and none answered');
    return result;
  };
}
