import type { Viewer } from '../account/viewer.ts';
import { reachOf } from '../collection/reach.ts';
import { isDatabaseUnavailable } from '../platform/database-errors.ts';
import type { Database } from '../platform/db/database.ts';
import { ConflictError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { createGatherer } from '../platform/gather.ts';
import { type Added, type Addition, addMemories, type NotAdded } from './add-memories.ts';
import type { Alongside } from './alongside.ts';
import type { Destination } from './new-memory.store.ts';

interface Single {
  readonly viewer: Viewer;
  readonly collectionId: string;
  readonly addition: Addition;
}

/** Finds where a collection's memories go. Throws NotFoundError if the viewer cannot reach it. */
type FindDestination = (viewer: Viewer, collectionId: string) => Promise<Destination>;

const maxGathered = 100;

/**
 * Writes memories. Single additions to a collection that arrive while another commits are batched into the next transaction,
 * which looks up the collection once; a bulk is a transaction of its own.
 */
export class MemoryWriter {
  readonly #db: Database;
  readonly #findDestination: FindDestination;
  readonly addOne: (single: Single) => Promise<Added | NotAdded>;

  constructor(db: Database, findDestination: FindDestination) {
    this.#db = db;
    this.#findDestination = findDestination;
    this.addOne = createGatherer<Single, Added | NotAdded>({
      keyOf: ({ viewer, collectionId }) => JSON.stringify([reachOf(viewer), viewer.plan, collectionId]),
      maxItems: maxGathered,
      run: (singles) => this.#addGroup(singles),
      failsAll: isDatabaseUnavailable,
    });
  }

  /**
   * Returns results in the order of the additions. New memories commit in one transaction; repeats of a key within the call run
   * after it.
   */
  async addAll(
    mutation: string,
    to: Destination,
    additions: readonly Addition[],
    alongside?: Alongside,
  ): Promise<(Added | NotAdded)[]> {
    const results: (Added | NotAdded)[] = [];
    const used = new Set<string>();
    for (let left = additions.map((addition, at) => ({ addition, at })); left.length > 0; ) {
      const round = roundOf(left, used);
      const ofRound = round.map(({ addition }) => addition);
      const answers = await inUnitOfWork(this.#db, to.accountId, async (unit) => {
        await alongside?.begin(unit);
        const added = await addMemories(unit, mutation, to, ofRound);
        await alongside?.end(unit, idsOf(added));
        return added;
      });
      for (const [index, answer] of answers.entries()) {
        const { at, addition } = round[index] ?? {};
        if (at !== undefined) results[at] = answer;
        if (addition?.idempotency && hasUsed(answer)) used.add(addition.idempotency.key);
      }
      left = left.filter(({ at }) => !(at in results));
    }
    return results;
  }

  async #addGroup(singles: readonly Single[]): Promise<(Added | NotAdded)[]> {
    const [first] = singles;
    if (!first) return [];
    const to = await this.#findDestination(first.viewer, first.collectionId);
    return this.addAll(
      'addMemory',
      to,
      singles.map(({ addition }) => addition),
    );
  }
}

const idsOf = (added: readonly (Added | NotAdded)[]): string[] =>
  added.flatMap((one) => (one instanceof Error ? [] : [one.memoryId]));

interface Placed {
  readonly at: number;
  readonly addition: Addition;
}

/**
 * Returns the next additions to write together: a repeated key is a retry of the first use, so it waits until that one is
 * committed. Then all its repeats follow at once.
 */
function roundOf(left: readonly Placed[], used: ReadonlySet<string>): Placed[] {
  const first = new Set<string>();
  return left.filter(({ addition: { idempotency } }) => {
    if (!idempotency || used.has(idempotency.key)) return true;
    return !first.has(idempotency.key) && first.add(idempotency.key);
  });
}

/** Whether an addition's key is used: one that was refused for want of room or a source leaves it free. */
const hasUsed = (answer: Added | NotAdded): boolean => !(answer instanceof Error) || answer instanceof ConflictError;
