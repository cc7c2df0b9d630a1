interface GatherOptions<Item, Result> {
  /** Batch key: only items with the same key are batched. */
  readonly keyOf: (item: Item) => string;
  readonly maxItems: number;
  /** Returns results in the order of the items. If it throws, each item is run alone, so that one cannot fail another. */
  readonly run: (items: readonly Item[]) => Promise<readonly Result[]>;
  /** Errors that concern all items: all fail with it at once, rather than being run one by one. */
  readonly failsAll?: (error: unknown) => boolean;
  /** Delays a batch, so that it can grow; null: no delay. Omitted: never delays. */
  readonly pause?: (() => Promise<void> | null) | undefined;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Batches items that arrive while the previous batch of the same key runs. No timer: the first
 * item of an idle key starts at once, so a lone caller waits for nobody.
 */
export function createGatherer<Item, Result>(options: GatherOptions<Item, Result>): (item: Item) => Promise<Result> {
  const queues = new Map<string, Waiting<Item, Result>[]>();

  const drain = async (key: string, queue: Waiting<Item, Result>[]): Promise<void> => {
    while (queue.length > 0) {
      const pause = options.pause?.() ?? null;
      if (pause) await pause;
      await runGroup(options, queue.splice(0, options.maxItems));
    }
    queues.delete(key);
  };

  return (item) =>
    new Promise((resolve, reject) => {
      const key = options.keyOf(item);
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const started = [waiting];
      queues.set(key, started);
      void drain(key, started);
    });
}

async function runGroup<Item, Result>(
  options: GatherOptions<Item, Result>,
  group: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await options.run(group.map(({ item }) => item));
    if (results.length !== group.length) throw new Error(`${results.length} results for ${group.length} items`);
    for (const [index, result] of results.entries()) group[index]?.resolve(result);
  } catch (error) {
    if (group.length === 1 || options.failsAll?.(error)) for (const { reject } of group) reject(error);
    else for (const single of group) await runGroup(options, [single]);
  }
}
