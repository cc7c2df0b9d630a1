import type { Database } from '../platform/db/database.ts';
import {
  EmbedderBrokenError,
  EmbedderUnavailableError,
  TextRefusedError,
} from '../platform/embedding/embedder.errors.ts';
import type { Embedder, Vector } from '../platform/embedding/embedder.ts';
import { inUnitOfWork, type UnitOfWork } from '../platform/events/unit-of-work.ts';
import { spokenText } from './memory.ts';
import { markFailed, storeVectors, type UnembeddedMemory } from './unembedded.store.ts';

/**
 * Embeds memories that were written without a vector of the embedder's model, and stores what comes. The embedder is asked
 * outside of any transaction. A memory whose text it refuses for good, or breaks on, is FAILED; any other failure is thrown, and none is changed.
 */
export async function embedMemories(
  parts: { readonly db: Database; readonly embedder: Embedder },
  accountId: string,
  memories: readonly UnembeddedMemory[],
  signal: AbortSignal,
): Promise<void> {
  const vectors = await vectorsOf(parts.embedder, memories.map(spokenText), signal);
  const good = new Map<string, Vector>();
  const refused: string[] = [];
  for (const [index, { id }] of memories.entries()) {
    const vector = vectors[index];
    if (vector) good.set(id, vector);
    else refused.push(id);
  }
  await inUnitOfWork(parts.db, accountId, async (unit) => {
    if (good.size > 0) {
      tell(unit, await storeVectors(unit.db, accountId, parts.embedder.model, good), { recall: true });
    }
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

/** In the order of the texts; null where a text is refused for good, or breaks an embedder that takes others. */
async function vectorsOf(
  embedder: Embedder,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<(Vector | null)[]> {
  try {
    return await embedder.embed(texts, 'passage', signal);
  } catch (error) {
    if (!isPerhapsOfText(error)) throw error;
  }
  await requireEmbedding(embedder, signal);
  const vectors: (Vector | null)[] = [];
  for (const text of texts) vectors.push(await vectorOf(embedder, text, signal));
  return vectors;
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

/** An endpoint that refuses what any model takes is set up wrongly: no memory is to blame. */
async function requireEmbedding(embedder: Embedder, signal: AbortSignal): Promise<void> {
  try {
    await embedder.embed(['good morning'], 'passage', signal);
  } catch (error) {
    if (!(error instanceof TextRefusedError)) throw error;
    throw new EmbedderUnavailableError(`The embedder refuses any text: ${error.message}`, { cause: error });
  }
}
