import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import type { TextToRead } from './extraction/extraction.ts';

/** Returns the texts of those memories that are CURRENT. */
export async function readTexts(
  db: Database,
  accountId: string,
  ids: readonly string[],
): Promise<(TextToRead & { readonly id: string })[]> {
  const { rows } = await sql<TextToRead & { readonly id: string }>`
    select memory.id, memory.content, memory.speaker, collection.language
    from memory join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[]) and memory.status = 'CURRENT'
    order by memory.id`.execute(db);
  return rows;
}
