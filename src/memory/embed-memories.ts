import type { Database } from '../platform/db/database.ts';
import { type EachText, embedEach } from '../platform/embedding/embed-each.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { portions } from '../platform/portions.ts';
import { spokenText } from './memory.ts';
import { stillThere } from './still-told.ts';
import { markFailed, storeVectors, type UnembeddedMemory } from './unembedded.store.ts';

/** The embedder, and the database of the memories. */
export interface Embedding {
  readonly db: Database;
  readonly embedder: Embedder;
}

/** Memories per transaction: some 20 ms of work on the embedded database. */
export const embeddedAtOnce = 64;

/** Limits of one embedder call, which is one request to an endpoint. If a later call fails, the vectors of earlier ones are kept. */
const calls = { items: 32, most: 200_000, sizeOf: ({ content }: UnembeddedMemory) => content.length };

/** Results by memory id; null if the embedder rejects the text permanently or fails on it but not on others. */
type Made = Map<string, Vector | null>;

/**
 * Embeds memories that have no vector of the embedder's model and stores the results. The embedder is called outside of any
 * transaction. A memory whose text it rejects permanently, or fails on, becomes FAILED; any other failure is thrown after the
 * vectors obtained before it, which are paid for, were stored.
 */
export async function embedMemories(
  to: Embedding,
  accountId: string,
  memories: readonly UnembeddedMemory[],
  signal: AbortSignal,
): Promise<void> {
  const made: Made = new Map();
  const each: EachText<UnembeddedMemory> = {
    kind: 'passage',
    textOf: spokenText,
    settle: ({ id }, vector) => made.set(id, vector instanceof Error ? null : vector),
    signal,
    // A request to an endpoint may be the last of many, or wait: what was purged meanwhile must not be sent.
    ...(to.embedder.batchSize !== undefined && { left: (some) => thereOf(to.db, accountId, some) }),
  };
  try {
    const { batchSize: items = calls.items } = to.embedder;
    for (const call of portions(memories, { ...calls, items })) await embedEach(to.embedder, call, each);
  } finally {
    if (made.size > 0) await store(to, accountId, made);
  }
}

async function thereOf(
  db: Database,
  accountId: string,
  memories: readonly UnembeddedMemory[],
): Promise<UnembeddedMemory[]> {
  const ids = memories.map(({ id }) => id);
  const there = await stillThere(db, accountId, ids);
  return memories.filter(({ id }) => there.has(id));
}

function store({ db, embedder }: Embedding, accountId: string, made: Made): Promise<void> {
  const good = new Map([...made].flatMap(([id, vector]) => (vector ? [[id, vector] as const] : [])));
  const refused = [...made].flatMap(([id, vector]) => (vector ? [] : [id]));
  return inUnitOfWork(db, accountId, async (unit) => {
    if (good.size > 0) tell(unit, await storeVectors(unit.db, accountId, embedder.model, good), { recall: true });
    if (refused.length > 0)
      tell(unit, await markFailed(unit.db, accountId, embedder.model, refused), { recall: false });
  });
}

/** Raises no revision: a client that holds the memory must not get a conflict because its vector arrived. */
function tell(unit: UnitOfWork, changed: ReadonlyMap<string, string>, { recall }: { readonly recall: boolean }): void {
  for (const [subjectId, streamId] of changed) {
    const change = { kind: 'collection', streamId, type: 'MemoryChanged', subjectId } as const;
    unit.record({ ...change, changed: ['embeddingStatus'], recall });
  }
}
