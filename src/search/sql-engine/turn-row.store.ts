import { type RawBuilder, sql } from 'kysely';
import { vectorLiteral } from '../../platform/db/vector.ts';
import type { Vector } from '../../platform/embedding/embedder.ts';
import type { TurnRole } from '../ranking/turn.ts';

/** A memory as ranking looks at it, out of the database. */
export interface TurnRow {
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  readonly lexical: number;
  readonly cosine: number;
  readonly termCount: number;
  /** Null where nobody asks for it: outside of the pool. */
  readonly terms: string | null;
  readonly pieces: readonly number[];
  readonly patterns: number;
  /** Equal for memories that say the same; null outside of the pool. */
  readonly content: string | null;
}

export const turnFields = [
  'speaker',
  'role',
  'day',
  'lexical',
  'cosine',
  'termCount',
  'terms',
  'pieces',
  'patterns',
  'content',
] as const satisfies readonly (keyof TurnRow)[];

interface TurnColumns {
  /** The score by words. */
  readonly score: RawBuilder<number>;
  readonly vector: Vector | null;
  /** Whether it may be in the pool. */
  readonly mayRank: RawBuilder<unknown>;
}

/** The columns of a TurnRow, of `memory`, its `collection` and its vector `e`. */
export const turnColumns = ({ score, vector, mayRank }: TurnColumns): RawBuilder<unknown> => sql`
  memory.speaker, memory.role, (memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01' as day,
  ${score}::float8 as lexical,
  ${vector ? sql`coalesce(1 - (e.vector <=> ${vectorLiteral(vector.values)}), 0)` : sql`0`}::float8 as cosine,
  memory.term_count as "termCount", case when ${mayRank} then memory.terms end as terms, memory.pieces, memory.patterns,
  case when ${mayRank} then encode(memory.content_hash, 'hex') end as content`;
