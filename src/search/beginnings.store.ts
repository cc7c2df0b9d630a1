import { sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { dayOf } from './sql-engine/turn-row.store.ts';

/** How a memory begins. */
export interface Beginning {
  readonly id: string;
  readonly text: string;
  readonly language: string;
  /** Day of the memory, counted from 1970-01-01. */
  readonly day: number;
}

/** Number of characters of a text in which the day that it is about is looked for: reports and minutes begin with it. */
const readCharacters = 200;

/** Reads how memories begin. Returns none that are gone. */
export async function readBeginnings(db: Database, accountId: string, ids: readonly string[]): Promise<Beginning[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<Beginning>`
    select memory.id, left(memory.content, ${readCharacters}) as text, collection.language,
      ${dayOf} as day
    from memory join collection on collection.account_id = memory.account_id and collection.id = memory.collection_id
    where memory.account_id = ${accountId} and memory.id = any(${ids}::uuid[])`.execute(db);
  return rows;
}
