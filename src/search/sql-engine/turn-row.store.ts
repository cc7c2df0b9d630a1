import { type RawBuilder, sql } from 'kysely';
import { halfVectorBytes } from '../../platform/db/half-vector.ts';
import { plainArray } from '../../platform/db/plain-array.ts';
import type { TurnRole } from '../ranking/turn.ts';

/** A memory that is wanted, and the version of it that is known; null: none. */
export interface WantedTurn {
  readonly id: string;
  readonly version: string | null;
}

/** What ranking compares of a memory, out of the database. */
export interface TurnRow {
  /** Which of those that are wanted it is, counting from 1. */
  readonly place: number;
  /** Names this state of its row: another one means that the memory was changed. */
  readonly version: string;
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  /** When it begins and ceases to hold, in milliseconds since 1970; null: it does since it was stored, and does not cease. */
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly termCount: number;
  readonly terms: string;
  readonly pieces: readonly number[];
  readonly patterns: number;
  /** Equal for memories that say the same. */
  readonly content: string;
  /** Halves in base64; null where it is not embedded by the model. */
  readonly vector: string | null;
  readonly scale: number | null;
}

export const turnFields = [
  'place',
  'version',
  'speaker',
  'role',
  'day',
  'validFrom',
  'validTo',
  'termCount',
  'terms',
  'pieces',
  'patterns',
  'content',
  'vector',
  'scale',
] as const satisfies readonly (keyof TurnRow)[];

/** The state of the row `memory`: whatever changes it, another transaction did. */
export const versionOf: RawBuilder<string> = sql<string>`memory.xmin::text`;

export interface TurnsWanted {
  readonly accountId: string;
  readonly wanted: readonly WantedTurn[];
  /** Whose vectors are meant. */
  readonly model: string;
}

/** Whether what is `asked` for is of another version than is known. */
export const isNew = sql<boolean>`asked.version is distinct from memory.version`;

/**
 * A `memory` each with its `place` among those that are `asked` for, its `collection`, and its vector `e` where it is new. Each is
 * read by its keys (`offset 0`): a join might scan the whole scope. So the plan is the same for all questions.
 */
export const wantedTurns = ({ accountId, wanted, model }: TurnsWanted): RawBuilder<unknown> => sql`
  unnest(${plainArray(wanted.map(({ id }) => id))}::uuid[], ${plainArray(wanted.map(({ version }) => version))}::text[])
    with ordinality as asked (id, version, place)
  cross join lateral (
    select *, ${versionOf} as version from memory where account_id = ${accountId} and id = asked.id offset 0) memory
  join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id
  left join lateral (
    select vector, scale from memory_embedding
    where account_id = ${accountId} and memory_id = asked.id and model = ${model} and ${isNew} offset 0) e on true`;

/** As a day of the time zone of its collection. */
export const dayOf = sql<number>`(memory.valid_from at time zone collection.time_zone)::date - date '1970-01-01'`;

/** Enough of a hash to tell memories of one search apart. */
const hashBytes = 12;

/** The columns of a TurnRow but its place, of `memory`, its `collection`, its `version` and its vector `e`. */
export const turnColumns = sql`
  memory.version, memory.speaker, memory.role,
  ${dayOf} as day, memory.term_count as "termCount",
  (extract(epoch from case when memory.valid_from > memory.created_at then memory.valid_from end) * 1000)::float8 as "validFrom",
  (extract(epoch from memory.valid_to) * 1000)::float8 as "validTo",
  memory.terms, memory.pieces, memory.patterns, encode(substring(memory.content_hash, 1, ${sql.lit(hashBytes)}), 'base64') as content,
  encode(${halfVectorBytes(sql`e.vector`)}, 'base64') as vector, e.scale`;
