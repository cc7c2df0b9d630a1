import { type RawBuilder, sql } from 'kysely';
import { isVisible, type Reach } from '../collection/reach.ts';
import { holdsNow } from '../memory/memory-conditions.ts';
import type { Database } from '../platform/db/database.ts';
import { fetchCounts, fetchPages, type Page, type PageRequest } from '../platform/db/page.ts';
import { prepared } from '../platform/db/preparing-client.ts';
import type {
  Proposal,
  ProposalFilter,
  ProposalMemory,
  ProposalParent,
  ProposalState,
  RunKey,
} from './consolidation.ts';
import { mostOutdating, type ProbablyOutdated } from './probably-outdated.ts';

/** Reads proposals of runs within a viewer's reach. */
export class ProposalStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async byIds(reach: Reach, ids: readonly string[]): Promise<Proposal[]> {
    if (ids.length === 0) return [];
    return await this.#visible(reach).where('consolidation_proposal.id', 'in', ids).execute();
  }

  /**
   * Returns the same page of each parent's proposals: of a run in the order in which they were made, of a collection the newest first.
   */
  pages(
    reach: Reach,
    { of, ids }: Parents,
    filter: ProposalFilter,
    request: PageRequest,
  ): Promise<Map<string, Page<Proposal>>> {
    const order = { ...byTime, direction: of === 'run' ? 'asc' : 'desc' } as const;
    return fetchPages(this.#db, this.#filtered(reach, filter), order, { column: parentColumns[of], ids }, request);
  }

  counts(reach: Reach, { of, ids }: Parents, filter: ProposalFilter): Promise<Map<string, number>> {
    return fetchCounts(this.#filtered(reach, filter), { column: parentColumns[of], ids });
  }

  /**
   * Returns what undecided proposals give as evidence that some of these memories are outdated: per memory at most `mostOutdating`, newest
   * first. What outdates the evidence is looked up in turn, in `steps` steps altogether.
   */
  async probablyOutdated(accountId: string, ids: readonly string[], steps = 1): Promise<ProbablyOutdated[]> {
    const { rows } = await sql<ProbablyOutdated>`${prepared}
      with recursive outdated (id, by_id, step) as (
        select asked.id, evidence.id, 1 from unnest(${ids}::uuid[]) as asked (id)
        cross join lateral ${evidenceAgainst(accountId, sql.ref('asked.id'))} evidence
        union
        select outdated.by_id, evidence.id, step + 1 from outdated
        cross join lateral ${evidenceAgainst(accountId, sql.ref('outdated.by_id'))} evidence where step < ${steps}
      )
      select distinct id, by_id as "byId" from outdated order by by_id desc`.execute(this.#db);
    return rows;
  }

  #filtered(reach: Reach, { states, kinds }: ProposalFilter) {
    return this.#visible(reach)
      .$if(states !== null, (query) => query.where(sql<boolean>`consolidation_proposal.state = any(${states})`))
      .$if(kinds !== null, (query) => query.where(sql<boolean>`consolidation_proposal.kind = any(${kinds})`));
  }

  #visible(reach: Reach) {
    return this.#db
      .selectFrom('consolidation_proposal')
      .innerJoin('consolidation_run', 'consolidation_run.id', 'consolidation_proposal.run_id')
      .whereRef('consolidation_run.account_id', '=', 'consolidation_proposal.account_id')
      .innerJoin('collection', 'collection.id', 'consolidation_run.collection_id')
      .whereRef('collection.account_id', '=', 'consolidation_run.account_id')
      .where(isVisible(reach))
      .select(columns)
      .select(memoriesColumn);
  }
}

interface Parents {
  readonly of: ProposalParent;
  readonly ids: readonly string[];
}
const parentColumns = { run: 'consolidation_proposal.run_id', collection: 'consolidation_run.collection_id' } as const;

/** By id within the same time: the ids that one process makes grow. */
const byTime = { by: 'consolidation_proposal.created_at', id: 'consolidation_proposal.id' } as const;

const columns = [
  'consolidation_proposal.account_id as accountId',
  'consolidation_proposal.id',
  'consolidation_proposal.run_id as runId',
  'consolidation_proposal.kind',
  'consolidation_proposal.state',
  'consolidation_proposal.rule',
  'consolidation_proposal.safe',
  'consolidation_proposal.similarity',
  'consolidation_proposal.proposed_tier as proposedTier',
  'consolidation_proposal.memories as memoryCount',
  'consolidation_proposal.decided_at as decidedAt',
  'consolidation_proposal.created_at as createdAt',
] as const;

const memoriesColumn = sql<ProposalMemory[]>`(
  select coalesce(json_agg(json_build_object('memoryId', memory_id, 'role', role, 'revision', revision) order by ordinal), '[]')
  from proposal_memory where proposal_memory.account_id = consolidation_proposal.account_id
    and proposal_memory.proposal_id = consolidation_proposal.id)`.as('memories');

/** Locks proposals of a run, in the order in which they were made. Concurrent decisions on them wait. */
export function lockProposals(db: Database, run: RunKey, ids: readonly string[]): Promise<Proposal[]> {
  return db
    .selectFrom('consolidation_proposal')
    .select(columns)
    .select(memoriesColumn)
    .where('account_id', '=', run.accountId)
    .where('run_id', '=', run.id)
    .where('id', 'in', ids)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute();
}

/**
 * Returns the ids of a run's proposals in a state, in the order in which they were made; `safe`: only those that may be applied
 * without asking.
 */
export async function proposalIds(
  db: Database,
  run: RunKey,
  state: ProposalState,
  only: 'all' | 'safe' = 'all',
): Promise<string[]> {
  const rows = await db
    .selectFrom('consolidation_proposal')
    .select('id')
    .where('account_id', '=', run.accountId)
    .where('run_id', '=', run.id)
    .where('state', '=', state)
    .$if(only === 'safe', (query) => query.where('safe', '=', true))
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The newest memories that are valid now and that undecided proposals give as evidence against one. */
const evidenceAgainst = (accountId: string, id: RawBuilder<unknown>) => sql`(
  select distinct proving.memory_id as id from proposal_memory as going
  join consolidation_proposal as proposal
    on proposal.account_id = going.account_id and proposal.id = going.proposal_id and proposal.state = 'PROPOSED'
  join proposal_memory as proving
    on proving.account_id = going.account_id and proving.proposal_id = going.proposal_id and proving.role = 'EVIDENCE'
  join memory on memory.account_id = proving.account_id and memory.id = proving.memory_id and memory.status = 'CURRENT' and ${holdsNow}
  where going.account_id = ${accountId} and going.memory_id = ${id} and going.role = 'GO'
  order by id desc limit ${mostOutdating})`;
