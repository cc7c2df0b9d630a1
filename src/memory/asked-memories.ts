import { type RawBuilder, sql } from 'kysely';

/** A memory of whatever account. */
export interface MemoryKey {
  readonly accountId: string;
  readonly id: string;
}

/** Memories as rows `asked (account_id, id)`. */
export const askedMemories = (memories: readonly MemoryKey[]): RawBuilder<unknown> => sql`
  unnest(${memories.map(({ accountId }) => accountId)}::text[], ${memories.map(({ id }) => id)}::uuid[])
    as asked (account_id, id)`;

/** Memories of one account. */
export const keysOf = (accountId: string, ids: readonly string[]): MemoryKey[] => ids.map((id) => ({ accountId, id }));
