import { sql } from 'kysely';
import { acrossAccounts } from '../db/account-guard.ts';
import type { Database } from '../db/database.ts';
import type { Consumer } from './consumer.ts';

/** How far a consumer lags behind, across all streams. */
export interface ConsumerLag {
  readonly name: string;
  readonly lagEvents: number;
  /** Age of the oldest event that it has not consumed. */
  readonly lagSeconds: number;
}

export async function consumerLag(db: Database, { name, kind }: Pick<Consumer, 'name' | 'kind'>): Promise<ConsumerLag> {
  const { rows } = await sql<Omit<ConsumerLag, 'name'>>`
    select coalesce(sum(s.seq - coalesce(c.seq, 0)), 0)::int as "lagEvents",
      greatest(coalesce(extract(epoch from clock_timestamp() - min(e.at)), 0), 0)::float8 as "lagSeconds"
    from stream s
    left join consumer c on c.account_id = s.account_id and c.kind = s.kind and c.stream_id = s.id and c.name = ${name}
    left join event e on e.account_id = s.account_id and e.kind = s.kind and e.stream_id = s.id
      and e.seq = coalesce(c.seq, 0) + 1
    where s.kind = ${kind} and s.seq > coalesce(c.seq, 0)`.execute(acrossAccounts(db, 'stream', 'consumer', 'event'));
  return { name, lagEvents: rows[0]?.lagEvents ?? 0, lagSeconds: rows[0]?.lagSeconds ?? 0 };
}
