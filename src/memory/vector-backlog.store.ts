import { sql } from 'kysely';
import { acrossAccounts } from '../platform/db/account-guard.ts';
import type { Database } from '../platform/db/database.ts';
import type { VectorBacklog } from './vector-backlog.ts';

/** An exact number beyond this tells an operator nothing more. */
const mostCounted = 100_000;

export async function readVectorBacklog(db: Database): Promise<VectorBacklog[]> {
  const { rows } = await sql<VectorBacklog>`
    select 'waiting' as state, count(*)::float8 as memories
    from (select from memory where embedding_status = 'PENDING' limit ${mostCounted}) pending
    union all
    select 'moving', coalesce(sum(memory_count), 0) from collection
    join stream on stream.account_id = collection.account_id and stream.kind = 'collection' and stream.id = collection.id
    where former_model is not null and deleted_at is null`.execute(
    acrossAccounts(db, 'memory', 'collection', 'stream'),
  );
  return rows;
}
