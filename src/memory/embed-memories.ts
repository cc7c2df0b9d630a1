import type { Database } from '../platform/db/database.ts';
import { type EachText, embedEach } from '../platform/embedding/embed-each.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { portions } from '../platform/portions.ts';
import { spokenText } from './memory.ts';
import { markFailed, storeVectors, type UnembeddedMemory } from './unembedded.store.ts';

/** What of them is one call, and one request of an endpoint: where a later one fails, what came before it is kept. */
const calls = { items: 32, most: 200_000, sizeOf: ({ content }: UnembeddedMemory) => content.length };

/** What was made of memories, by id; null: the text is refused for good, or breaks an embedder that takes others. */
type Made = Map<string, Vector | null>;

/**
 * Embeds memories that were written without a vector of the embedder's model, and stores what comes. The embedder is asked
 * outside of any transaction. A memory whose text it refuses for good, or breaks on, is FAILED; any other failure is thrown, after what
 * came before it was stored: it is paid for.
 */
export async function embedMemories(
  to: { readonly db: Database; readonly embedder: Embedder },
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
  };
  try {
    const { batchSize: items = calls.items } = to.embedder;
    for (const call of portions(memories, { ...calls, items })) await embedEach(to.embedder, call, each);
  } finally {
    if (made.size > 0) await store(to, accountId, made);
  }
}

function store({ db, embedder }: Parameters<typeof embedMemories>[0], accountId: string, made: Made): Promise<void> {
  const good = new Map([...made].flatMap(([id, vector]) => (vector ? [[id, vector] as const] : [])));
  const refused = [...made].flatMap(([id, vector]) => (vector ? [] : [id]));
  return inUnitOfWork(db, accountId, async (unit) => {
    if (good.size > 0) tell(unit, await storeVectors(unit.db, accountId, embedder.model, good), { recall: true });
    if (refused.length > 0) tell(unit, await markFailed(unit.db, accountId, refused), { recall: false });
  });
}

/** No revision is raised: nobody who holds a memory meets a conflict because its vector came. */
function tell(unit: UnitOfWork, changed: ReadonlyMap<string, string>, { recall }: { readonly recall: boolean }): void {
  for (const [subjectId, streamId] of changed) {
    const change = { kind: 'collection', streamId, type: 'MemoryChanged', subjectId } as const;
    unit.record({ ...change, changed: ['embeddingStatus'], recall });
  }
}
