import type { CollectionKey } from '../collection/collection.ts';
import { type Embedding, embeddedAtOnce, embedMemories } from './embed-memories.ts';
import { storedDimensions } from './model-move.store.ts';
import { countUnembedded, nextUnembedded } from './unembedded.store.ts';

/** Number of a collection's memories, whatever their status, without a vector of the embedder's model. */
export const countWithoutVector = ({ db, embedder }: Embedding, of: CollectionKey): Promise<number> =>
  countUnembedded(db, of, embedder.model);

/** Embeds the next memories without a vector of the embedder's model, by id; `last` is null at the end. */
export async function reembedNext(
  { db, embedder }: Embedding,
  of: CollectionKey,
  { after, dryRun }: { readonly after: string | null; readonly dryRun: boolean },
  signal: AbortSignal,
): Promise<{ readonly looked: number; readonly last: string | null }> {
  const memories = await nextUnembedded(db, of, { model: embedder.model, after, limit: embeddedAtOnce });
  if (memories.length > 0 && !dryRun) {
    // A process that only runs jobs has not set it at startup.
    embedder.expectDimensions(await storedDimensions(db, embedder.model));
    await embedMemories({ db, embedder }, of.accountId, memories, signal);
  }
  return { looked: memories.length, last: memories.at(-1)?.id ?? null };
}
