import { sql } from 'kysely';
import type { StreamRef } from './commits.ts';

/** Streams as rows `asked (account_id, stream_id, place)`, of which the first has place 0. */
export const askedStreams = (streams: readonly Omit<StreamRef, 'kind'>[]) => sql`(
  select account_id, stream_id, (row - 1)::int as place from unnest(
    ${streams.map(({ accountId }) => accountId)}::text[], ${streams.map(({ streamId }) => streamId)}::uuid[]
  ) with ordinality as given (account_id, stream_id, row)) asked`;
