import { type RawBuilder, sql } from 'kysely';

/** Key of a memory in any account. */
export interface MemoryKey {
  readonly accountId: string;
  readonly id: string;
}

/** The keys as rows of a relation `asked (account_id, id)`. */
export const askedMemories = (memories: readonly MemoryKey[]): RawBuilder<unknown> => sql`
  unnest(${memories.map(({ accountId }) => accountId)}::text[], ${memories.map(({ id }) => id)}::uuid[])
    as asked (account_id, id)`;

/** Keys of memories of one account. */
export const keysOf = (accountId: string, ids: readonly string[]): MemoryKey[] => ids.map((id) => ({ accountId, id }));
