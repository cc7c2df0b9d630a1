import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../platform/db/database.ts';
import { fetchCount, fetchPage, type Page, type PageRequest } from '../platform/db/page.ts';
import type { JobCounts, JobFilter, JobRecord, JobState } from './job.ts';

/** State `retry` includes jobs that were put back by hand: they wait, and have not failed again. */
const jobsIn = (schema: string) =>
  sql<JobRecord & { readonly account: string | null }>`(
  select id, name as queue, created_on as "createdAt", started_on as "startedAt", completed_on as "finishedAt", start_after,
    case state
      when 'created' then 'WAITING'
      when 'retry' then case when start_after > now() then 'FAILED' else 'WAITING' end
      when 'active' then 'RUNNING'
      when 'completed' then 'SUCCEEDED'
      when 'cancelled' then 'CANCELLED'
      else 'DEAD'
    end as state,
    case when started_on is null then 0 else retry_count + 1 end as attempts,
    case when state in ('retry', 'failed') then output ->> 'message' end as error,
    data ->> 'accountId' as account
  from ${sql.id(schema, 'job')} where name not like '\\_\\_pgboss\\_\\_%'
)`.as('job');

/** Reads the queues of pg-boss. A job belongs to the account that its payload names; without one, it belongs to the server. */
export class JobsStore {
  readonly #db: Database;
  readonly #schema: string;

  /** `schema`: the database schema of the queues. */
  constructor(db: Database, schema: string) {
    this.#db = db;
    this.#schema = schema;
  }

  page(accountId: string, filter: JobFilter, request: PageRequest): Promise<Page<JobRecord>> {
    const query = this.#rows(accountId, filter);
    return fetchPage(query, { by: 'job.createdAt', id: 'job.id', direction: 'desc' }, request);
  }

  count(accountId: string, filter: JobFilter): Promise<number> {
    return fetchCount(this.#rows(accountId, filter));
  }

  byIds(accountId: string, ids: readonly string[]): Promise<JobRecord[]> {
    const query = this.#rows(accountId, { queue: null, states: null });
    return query.where('job.id', '=', sql<string>`any(${ids}::uuid[])`).execute();
  }

  async counts(): Promise<JobCounts[]> {
    const of = (state: JobState): RawBuilder<number> => sql`count(*) filter (where state = ${state})::int`;
    const { rows } = await sql<JobCounts>`
      select queue, ${of('WAITING')} as waiting, ${of('RUNNING')} as running, ${of('FAILED')} as failed, ${of('DEAD')} as dead,
        extract(epoch from now() - min(greatest("createdAt", start_after)) filter (where state = 'WAITING'))::float8
          as "oldestWaitingSeconds"
      from ${jobsIn(this.#schema)} group by queue order by queue`.execute(this.#db);
    return rows;
  }

  /** Puts failed jobs back into their queues, to run at once with one more attempt; returns how many. */
  async putBack(ids: readonly string[]): Promise<number> {
    const { numAffectedRows } = await sql`
      update ${sql.id(this.#schema, 'job')} set state = 'retry', retry_limit = greatest(retry_limit, retry_count + 1), start_after = now(),
        completed_on = null
      where id = any(${ids}::uuid[]) and (state = 'failed' or state = 'retry' and start_after > now())`.execute(
      this.#db,
    );
    return Number(numAffectedRows ?? 0);
  }

  #rows(accountId: string, { queue, states }: JobFilter) {
    let query = this.#db
      .selectFrom(jobsIn(this.#schema))
      .select(['job.id', 'job.queue', 'job.state', 'job.attempts', 'job.error'])
      .select(['job.createdAt', 'job.startedAt', 'job.finishedAt'])
      .where(sql<boolean>`coalesce(job.account, ${accountId}) = ${accountId}`);
    if (queue !== null) query = query.where('job.queue', '=', queue);
    if (states !== null) query = query.where(sql<boolean>`job.state = any(${states})`);
    return query;
  }
}
