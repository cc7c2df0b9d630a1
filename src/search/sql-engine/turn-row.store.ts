import { type RawBuilder, sql } from 'kysely';
import { dayHere } from '../../memory/memory-columns.ts';
import { halfVectorBytes } from '../../platform/db/half-vector.ts';
import { plainArray } from '../../platform/db/plain-array.ts';
import type { TurnRole } from '../ranking/engine-port.ts';

/** A wanted memory, and its known version; null if none is known. */
export interface WantedTurn {
  readonly id: string;
  readonly version: string | null;
}

/** What ranking needs of a memory, as read from the database. */
export interface TurnRow {
  /** Position among the wanted memories, counting from 1. */
  readonly place: number;
  /** Identifies the state of the row: another one means that the memory was changed. */
  readonly version: string;
  readonly speaker: string | null;
  readonly role: TurnRole | null;
  readonly day: number;
  /** Start and end of its validity, in milliseconds since 1970; null: valid since it was stored, and without end. */
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly termCount: number;
  readonly terms: string;
  readonly pieces: readonly number[];
  readonly patterns: number;
  /** Equal for memories of equal content. */
  readonly content: string;
  /** See halfVectorBytes, in base64; null if it is not embedded by the model. */
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

/** Version of the row `memory`: the transaction that wrote it, so any change yields another one. */
export const versionOf: RawBuilder<string> = sql<string>`memory.xmin::text`;

export interface TurnsWanted {
  readonly accountId: string;
  readonly wanted: readonly WantedTurn[];
  /** The model of the vectors. */
  readonly model: string;
}

/** Whether the memory's version differs from the known one. */
export const isNew = sql<boolean>`asked.version is distinct from memory.version`;

/**
 * From clause: each wanted `memory` with its `place` in `asked`, its `collection`, and its vector `e` if it is new. `offset 0` reads
 * each by its key, where a join might scan the whole scope: the plan is the same for all questions.
 */
export const wantedTurns = ({ accountId, wanted, model }: TurnsWanted): RawBuilder<unknown> => sql`
  unnest(${plainArray(wanted.map(({ id }) => id))}::uuid[], ${plainArray(wanted.map(({ version }) => version))}::text[])
    with ordinality as asked (id, version, place)
  cross join lateral (
    select *, ${versionOf} as version from memory where account_id = ${accountId} and id = asked.id offset 0) memory
  left join lateral (
    select vector, scale from memory_embedding
    where account_id = ${accountId} and memory_id = asked.id and model = ${model} and ${isNew} offset 0) e on true
  join collection on collection.account_id = ${accountId} and collection.id = memory.collection_id`;

/** The day on which the memory becomes valid, in the time zone of its collection, as days since 1970-01-01. */
export const dayOf = sql<number>`${dayHere(sql`memory.valid_from`)} - date '1970-01-01'`;

/** In milliseconds since 1970. */
export const instant = (value: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(extract(epoch from ${value}) * 1000)::float8`;

/** Enough of a hash to distinguish the memories of one search. */
const hashBytes = 12;

/** Equal for memories of equal content. */
export const contentKey = sql<string>`encode(substring(memory.content_hash, 1, ${sql.lit(hashBytes)}), 'base64')`;

/** The columns of a TurnRow except its place, from `memory`, its `collection` and its vector `e`. */
export const turnRowColumns = sql`
  memory.version, memory.speaker, memory.role,
  ${dayOf} as day, memory.term_count as "termCount",
  ${instant(sql`case when memory.valid_from > memory.created_at then memory.valid_from end`)} as "validFrom",
  ${instant(sql`memory.valid_to`)} as "validTo",
  memory.terms, memory.pieces, memory.patterns, ${contentKey} as content,
  encode(${halfVectorBytes(sql`e.vector`)}, 'base64') as vector, e.scale`;
