import { sql } from 'kysely';
import { isStillTold } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { portions } from '../platform/portions.ts';
import type { TextToRead } from './extraction/extraction.ts';

/** Returns the texts of those memories that are CURRENT, and in nothing that was deleted. */
export async function readTexts(
  db: Database,
  accountId: string,
  ids: readonly string[],
): Promise<(TextToRead & { readonly id: string })[]> {
  const { rows } = await sql<TextToRead & { readonly id: string }>`
    select memory.id, memory.content, memory.speaker, collection.language
    from memory join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and ${isStillTold({ accountId })}
    order by memory.id`.execute(db);
  return rows;
}

/**
 * Number of bytes of text that are read at once: a fifth of a second. After each batch the reader rests for some time as long as it took, while all
 * other collections wait.
 */
const mostAtOnce = 20_000;

/** Returns the first of these memories, as many as may be read at once; at least one. */
export async function firstAtOnce(db: Database, accountId: string, ids: readonly string[]): Promise<readonly string[]> {
  if (ids.length < 2) return ids;
  const { rows } = await sql<{ id: string; size: number }>`
    select id, octet_length(content) as size from memory
    where account_id = ${accountId} and id = any(${ids}::uuid[]) and status = 'CURRENT'`.execute(db);
  const sizes = new Map(rows.map(({ id, size }) => [id, size]));
  const [first = []] = portions(ids, { most: mostAtOnce, sizeOf: (id) => sizes.get(id) ?? 0 });
  return first;
}
