import type { Database } from '../platform/db/database.ts';
import {
  EmbedderBrokenError,
  EmbedderUnavailableError,
  TextRefusedError,
} from '../platform/embedding/embedder.errors.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { portions } from '../platform/portions.ts';
import { spokenText } from './memory.ts';
import { markFailed, storeVectors, type UnembeddedMemory } from './unembedded.store.ts';

/** What of them is one call, and one request of an endpoint: where a later one fails, what came before it is kept. */
const calls = { items: 32, characters: 200_000, lengthOf: ({ content }: UnembeddedMemory) => content.length };

/** Into so many parts goes what fails together: those that are right cost few calls, and the text to blame is waited for three times. */
const parts = 8;

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
  try {
    const { batchSize: items = calls.items } = to.embedder;
    for (const call of portions(memories, { ...calls, items })) await embedOfCall(to.embedder, call, made, signal);
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

async function embedOfCall(
  embedder: Embedder,
  memories: readonly UnembeddedMemory[],
  made: Made,
  signal: AbortSignal,
): Promise<void> {
  try {
    const vectors = await embedder.embed(memories.map(spokenText), 'passage', signal);
    for (const [index, { id }] of memories.entries()) made.set(id, vectors[index] ?? null);
    return;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
  }
  await requireEmbedding(embedder, signal);
  const few = Math.ceil(memories.length / parts);
  for (let first = 0; first < memories.length; first += few) {
    const [memory, ...others] = memories.slice(first, first + few);
    if (!memory) return;
    if (others.length > 0) await embedOfCall(embedder, [memory, ...others], made, signal);
    else made.set(memory.id, await vectorOf(embedder, spokenText(memory), signal));
  }
}

async function vectorOf(embedder: Embedder, text: string, signal: AbortSignal): Promise<Vector | null> {
  try {
    const [vector = null] = await embedder.embed([text], 'passage', signal);
    return vector;
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
    // Whatever else may have broken it meanwhile would break it still.
    if (error instanceof EmbedderBrokenError) await requireEmbedding(embedder, signal);
    return null;
  }
}

const isPerhapsOfText = (error: unknown): boolean =>
  error instanceof TextRefusedError || error instanceof EmbedderBrokenError;

/**
 * An endpoint that refuses what any model takes is set up wrongly: no memory is to blame. It is asked as by a question, so that one
 * that is away costs little more.
 */
async function requireEmbedding(embedder: Embedder, signal: AbortSignal): Promise<void> {
  try {
    await embedder.embed(['good morning'], 'query', signal);
  } catch (error) {
    if (!(error instanceof TextRefusedError)) throw error;
    throw new EmbedderUnavailableError(
      `The embedder refuses any text, so that a setting of it must be wrong (EMBEDDING_…): ${error.message}`,
      { cause: error },
    );
  }
}
