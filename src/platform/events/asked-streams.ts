import { type RawBuilder, sql } from 'kysely';
import type { StreamRef } from './commits.ts';

/** A stream to look up; parts that the query does not need may be omitted, and are null. */
export interface AskedStream extends Pick<StreamRef, 'accountId' | 'streamId'>, Partial<Pick<StreamRef, 'kind'>> {
  /** Sequence number after which events are wanted. */
  readonly after?: number;
}

/** Streams as rows `asked (account_id, kind, stream_id, after, place)`; places start at 0. */
export const askedStreams = (streams: readonly AskedStream[]): RawBuilder<unknown> => sql`(
  select account_id, kind, stream_id, after, (row - 1)::int as place from unnest(
    ${streams.map(({ accountId }) => accountId)}::text[], ${streams.map(({ kind = null }) => kind)}::text[],
    ${streams.map(({ streamId }) => streamId)}::uuid[], ${streams.map(({ after = null }) => after)}::int[]
  ) with ordinality as given (account_id, kind, stream_id, after, row)) asked`;
