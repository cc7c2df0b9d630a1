import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import type { Memory } from './memory.ts';

/** What is told about a memory besides its content. */
export type Described = Pick<Memory, 'tags' | 'metadata'>;

/** What none of the others has, of tags and entries of metadata. */
export function without({ tags, metadata }: Described, others: readonly Described[]): Described {
  const entries = Object.entries(metadata ?? {}).filter(
    ([key, value]) => !others.some((other) => isDeepStrictEqual(other.metadata?.[key], value)),
  );
  return {
    tags: tags.filter((tag) => !others.some((other) => other.tags.includes(tag))),
    metadata: entries.length === 0 ? null : Object.fromEntries(entries),
  };
}

/** The same in the database, of a `text[]` and of a `jsonb`; of no entries null. */
export const sqlWithout = ({ tags, metadata }: Described) => ({
  tags: (stored: RawBuilder<unknown>) =>
    sql`array(select tag from unnest(${stored}) tag where tag <> all(${tags}::text[]))`,
  metadata: (stored: RawBuilder<unknown>) => sql`(
    select jsonb_object_agg(key, value) from jsonb_each(${stored})
    where ${JSON.stringify(metadata ?? {})}::jsonb -> key is distinct from value)`,
});
