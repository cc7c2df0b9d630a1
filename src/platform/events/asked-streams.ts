import { type RawBuilder, sql } from 'kysely';
import type { StreamRef } from './commits.ts';

/** A stream that is asked for; what is not needed of it may be left out, and is null. */
export interface AskedStream extends Pick<StreamRef, 'accountId' | 'streamId'>, Partial<Pick<StreamRef, 'kind'>> {
  /** The number of the event after which it is asked for. */
  readonly after?: number;
}

/** Streams as rows `asked (account_id, kind, stream_id, after, place)`, of which the first has place 0. */
export const askedStreams = (streams: readonly AskedStream[]): RawBuilder<unknown> => sql`(
  select account_id, kind, stream_id, after, (row - 1)::int as place from unnest(
    ${streams.map(({ accountId }) => accountId)}::text[], ${streams.map(({ kind = null }) => kind)}::text[],
    ${streams.map(({ streamId }) => streamId)}::uuid[], ${streams.map(({ after = null }) => after)}::int[]
  ) with ordinality as given (account_id, kind, stream_id, after, row)) asked`;
