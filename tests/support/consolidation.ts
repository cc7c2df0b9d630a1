import { sql } from 'kysely';
import type { Viewer } from '../../src/account/viewer.ts';
import type { NewProposal } from '../../src/consolidation/consolidation.ts';
import { insertProposals } from '../../src/consolidation/proposal-changes.store.ts';
import { insertRun } from '../../src/consolidation/run-changes.store.ts';
import { decodeNodeId, encodeNodeId } from '../../src/graphql/node-id.ts';
import { acrossAccounts } from '../../src/platform/db/account-guard.ts';
import type { Database } from '../../src/platform/db/database.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { tenantTables } from '../../src/platform/db/tables.ts';
import type { JobQueue } from '../../src/platform/jobs/job-queue.ts';
import { OpenAiLanguageModel } from '../../src/platform/language-model/openai-language-model.ts';
import type { Api } from './execute.ts';
import { Household } from './memories.ts';
import type { ModelServer } from './model-server.ts';
import { mutate } from './mutate.ts';

const runFields = `id status dryRun steps progress scanned merged retired bytesBefore bytesAfter undone error
  createdAt startedAt finishedAt collection { id memoryCount }`;
const proposalFields = `id kind state reason similarity proposedContent proposedTier decidedAt
  sources { id content status } result { id }`;
const failure = '... on NotFoundError { missingId } ... on ValidationError { issues { path message } }';
const conflict = '... on ConflictError { reason current { id __typename } }';

/** The language model that a model server provides. */
export const modelAt = ({ baseUrl }: ModelServer): OpenAiLanguageModel =>
  new OpenAiLanguageModel({ baseUrl, apiKey: null, model: 'm', timeoutMs: 5_000 });

/** Consolidation runs as a client sees them. */
export class Consolidations {
  readonly #api: Api;
  readonly #jobs: JobQueue;
  readonly #viewer: Viewer;

  constructor(api: Api, jobs: JobQueue, viewer: Viewer) {
    this.#api = api;
    this.#jobs = jobs;
    this.#viewer = viewer;
  }

  async #mutate(name: string, input: Record<string, unknown>, fields: string) {
    const problems = name === 'cancelConsolidation' ? failure : `${failure} ${conflict}`;
    return await mutate(this.#api, this.#viewer, name, input, fields, problems);
  }

  /** Queues a run. Returns it, or why it was not queued. */
  start(collectionId: string, given: { readonly dryRun?: boolean; readonly steps?: readonly string[] } = {}) {
    return this.#mutate('startConsolidation', { collectionId, ...given }, `run { ${runFields} }`);
  }

  /** Queues a run and executes it. Returns it as it ended. */
  async run(collectionId: string, given: { readonly dryRun?: boolean; readonly steps?: readonly string[] } = {}) {
    const { run } = await this.start(collectionId, given);
    await this.#jobs.processAll();
    return this.read(run.id);
  }

  async read(id: string) {
    const source = `query ($id: ID!) { consolidationRun(id: $id) { ${runFields}
      proposals(first: 100) { totalCount edges { node { ${proposalFields} } } } } }`;
    const { consolidationRun: run } = await this.#api.run(this.#viewer, source, { id });
    // biome-ignore lint/suspicious/noExplicitAny: tests read into answers freely and compare what they find
    return run && { ...run, proposals: run.proposals.edges.map((edge: any) => edge.node) };
  }

  cancel(id: string) {
    return this.#mutate('cancelConsolidation', { id }, `run { ${runFields} }`);
  }

  apply(runId: string, proposalIds?: readonly string[]) {
    return this.#mutate(
      'applyProposals',
      { runId, proposalIds },
      `applied stale run { ${runFields} } proposals { ${proposalFields} }`,
    );
  }

  reject(runId: string, proposalIds: readonly string[]) {
    return this.#mutate('rejectProposals', { runId, proposalIds }, `proposals { ${proposalFields} }`);
  }

  undo(id: string, proposalIds?: readonly string[]) {
    return this.#mutate(
      'undoConsolidation',
      { id, proposalIds },
      `restored kept { id content } run { ${runFields} } proposals { ${proposalFields} }`,
    );
  }
}

/** An account with one collection, and consolidations as its owner sees them. */
export async function settleIn(db: Database, api: Api, jobs: JobQueue) {
  const home = await Household.create(db);
  const runs = new Consolidations(api, jobs, home.viewer);
  return { home, runs, collectionId: encodeNodeId('Collection', home.collection.id) };
}

/** Columns that record how often and when a row was written, not its content. */
const bookkeeping = ['revision', 'updated_at'];
/** Append-only tables: the histories, the log and its counters, the ledger of purges, and consolidation's own notes. */
const histories = [
  'memory_revision',
  'event',
  'stream',
  'consumer',
  'purge_ledger',
  'consolidation_run',
  'consolidation_proposal',
  'proposal_memory',
];

/** All rows of an account's tables as text, without bookkeeping columns. */
export async function logicalDump(db: Database, accountId: string): Promise<string[]> {
  const lines: string[] = [];
  for (const table of tenantTables.filter((name) => !histories.includes(name))) {
    const { rows } = await sql<{ row: string }>`
      select (to_jsonb(t) - ${bookkeeping}::text[])::text as row from ${sql.table(table)} t
      where account_id = ${accountId} order by 1`.execute(acrossAccounts(db, ...tenantTables));
    lines.push(...rows.map(({ row }) => `${table} ${row}`));
  }
  const { rows } = await sql<{ row: string }>`
    select json_build_array(kind, id, memory_count, conversation_count, message_count)::text as row from stream
    where account_id = ${accountId} and kind <> 'consolidation_run' order by 1`.execute(db);
  return [...lines, ...rows.map(({ row }) => `stream ${row}`)];
}

/** Inserts a finished run with one proposal, to change a memory's tier. Returns the run's own id, and the global ids of both. */
export const proposeTier = (db: Database, viewer: Viewer, collectionId: string, memoryId: string) =>
  propose(db, viewer, collectionId, {
    kind: 'CHANGE_TIER',
    rule: 'time and recalls',
    safe: true,
    similarity: null,
    proposedTier: 'STABLE',
    memories: [{ memoryId: ownId('Memory', memoryId), role: 'TIER', revision: 1 }],
  });

/** The same, to retire a memory because another one outdates it. */
export const proposeRetiring = (db: Database, viewer: Viewer, collectionId: string, outdated: string, by: string) =>
  propose(db, viewer, collectionId, {
    kind: 'RETIRE',
    rule: 'likely over',
    safe: false,
    similarity: null,
    proposedTier: null,
    memories: [
      { memoryId: ownId('Memory', outdated), role: 'GO', revision: 1 },
      { memoryId: ownId('Memory', by), role: 'EVIDENCE', revision: 1 },
    ],
  });

/** Merges memories, which must be CURRENT, into the first of them. Returns the id of the run, by which it can be undone. */
export async function mergeInto(db: Database, api: Api, home: Household, ids: readonly string[]): Promise<string> {
  const memories = await Promise.all(ids.map((id) => home.read(id)));
  const { runId } = await propose(db, home.viewer, home.collection.id, {
    kind: 'MERGE',
    rule: 'same words',
    safe: true,
    similarity: 1,
    proposedTier: null,
    memories: memories.map(({ id, revision }, index) => ({
      memoryId: id,
      role: index === 0 ? 'KEEP' : 'GO',
      revision,
    })),
  });
  const { applied } = await api.services.proposals.apply(home.viewer, runId, null);
  if (applied !== 1) throw new Error('The memories were not merged');
  return runId;
}

const ownId = (type: 'Memory' | 'Collection', id: string): string => decodeNodeId(type, id) ?? id;

async function propose(db: Database, { accountId }: Viewer, collectionId: string, proposed: NewProposal) {
  const run = {
    id: newId(),
    accountId,
    collectionId: ownId('Collection', collectionId),
    origin: 'ASKED',
    status: 'SUCCEEDED',
  } as const;
  await insertRun(db, { ...run, dryRun: true, steps: ['UPDATE_TIERS', 'RETIRE_OUTDATED'], startedBy: 'tester' });
  const [proposal] = await insertProposals(db, run, [proposed]);
  const ConsolidationProposal = encodeNodeId('ConsolidationProposal', proposal?.id ?? '');
  return { runId: run.id, ConsolidationRun: encodeNodeId('ConsolidationRun', run.id), ConsolidationProposal };
}
