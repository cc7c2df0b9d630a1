import type { CollectionKey } from '../collection/collection.ts';
import type { Database } from '../platform/db/database.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { embedMemories } from './embed-memories.ts';
import { storedDimensions } from './model-move.store.ts';
import { countUnembedded, nextUnembedded } from './unembedded.store.ts';

/** Who embeds, and where the memories are. */
export interface Embedding {
  readonly db: Database;
  readonly embedder: Embedder;
}

/** Memories of one call to the embedder and of one transaction: some 20 ms of work on the embedded database. */
const batch = 64;

/** Memories of a collection, whatever their status, that have no vector of the embedder's model. */
export const countWithoutVector = ({ db, embedder }: Embedding, of: CollectionKey): Promise<number> =>
  countUnembedded(db, of, embedder.model);

/** Embeds the next memories that have no vector of the embedder's model, by id; the last one is null at the end. */
export async function reembedNext(
  { db, embedder }: Embedding,
  of: CollectionKey,
  { after, dryRun }: { readonly after: string | null; readonly dryRun: boolean },
  signal: AbortSignal,
): Promise<{ readonly looked: number; readonly last: string | null }> {
  const memories = await nextUnembedded(db, of, { model: embedder.model, after, limit: batch });
  if (memories.length > 0 && !dryRun) {
    // A process that works off jobs alone was not told.
    embedder.expectDimensions(await storedDimensions(db, embedder.model));
    await embedMemories({ db, embedder }, of.accountId, memories, signal);
  }
  return { looked: memories.length, last: memories.at(-1)?.id ?? null };
}
