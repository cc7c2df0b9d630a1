import { isDeepStrictEqual } from 'node:util';
import { type RawBuilder, sql } from 'kysely';
import type { Memory } from './memory.ts';

/** The fields that describe a memory besides its content. */
export type Described = Pick<Memory, 'tags' | 'metadata'>;

/** Returns the tags and metadata entries that none of the others has. */
export function without({ tags, metadata }: Described, others: readonly Described[]): Described {
  const entries = Object.entries(metadata ?? {}).filter(
    ([key, value]) => !others.some((other) => isDeepStrictEqual(other.metadata?.[key], value)),
  );
  return {
    tags: tags.filter((tag) => !others.some((other) => other.tags.includes(tag))),
    metadata: entries.length === 0 ? null : Object.fromEntries(entries),
  };
}

/** The same as SQL, for a `text[]` and a `jsonb`; null if no metadata entry is left. */
export const sqlWithout = ({ tags, metadata }: Described) => ({
  tags: (stored: RawBuilder<unknown>) =>
    sql`array(select tag from unnest(${stored}) tag where tag <> all(${tags}::text[]))`,
  metadata: (stored: RawBuilder<unknown>) => sql`(
    select jsonb_object_agg(key, value) from jsonb_each(${stored})
    where ${JSON.stringify(metadata ?? {})}::jsonb -> key is distinct from value)`,
});
