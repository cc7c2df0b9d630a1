import { expect, test } from 'vitest';
import type { NewProposal } from '../../src/consolidation/consolidation.ts';
import { insertProposals } from '../../src/consolidation/proposal-changes.store.ts';
import { insertRun } from '../../src/consolidation/run-changes.store.ts';
import { newId } from '../../src/platform/db/new-id.ts';
import { logicalDump } from '../support/consolidation.ts';
import { useDatabase } from '../support/database.ts';
import { makeApi } from '../support/execute.ts';
import { useJobs } from '../support/jobs.ts';
import { Household, memoryServices } from '../support/memories.ts';
import { countStatements } from '../support/statements.ts';

const database = useDatabase();
const { db } = database;
const { proposals: service } = makeApi(db, useJobs(database)).services;

const common = { rule: 'time and recalls', safe: true, similarity: null, proposedTier: null } as const;
const withRoles = (...roles: readonly ['KEEP' | 'GO' | 'EVIDENCE' | 'TIER', string][]) =>
  roles.map(([role, memoryId]) => ({ memoryId, role, revision: 1 }));

/** One proposal of each kind, for eight memories. */
function eachKind([a = '', b = '', c = '', d = '', e = '', f = '', g = '', h = '']: readonly string[]): NewProposal[] {
  return [
    { ...common, kind: 'CHANGE_TIER', proposedTier: 'STABLE', memories: withRoles(['TIER', a]) },
    { ...common, kind: 'RETIRE', memories: withRoles(['GO', b]) },
    { ...common, kind: 'RETIRE', memories: withRoles(['GO', c], ['EVIDENCE', d]) },
    { ...common, kind: 'MERGE', memories: withRoles(['KEEP', e], ['GO', f]) },
    { ...common, kind: 'MERGE', memories: withRoles(['KEEP', e], ['GO', g], ['GO', h]) },
  ];
}

/** A run that proposes one of each kind for each eight of so many memories with a tag each. */
async function proposed(eights: number) {
  const home = await Household.create(db);
  const contents = Array.from({ length: eights * 8 }, (_, n) => ({ content: `Note ${n}`, tags: [`tag ${n}`] }));
  const { memories } = memoryServices(db);
  const results = await memories.addMany(home.viewer, home.collection.id, contents, new Map());
  const ids = results.flatMap((one) => ('memory' in one ? one.memory.id : []));
  const run = { id: newId(), accountId: home.viewer.accountId, collectionId: home.collection.id } as const;
  const how = { origin: 'ASKED', status: 'SUCCEEDED', dryRun: true, startedBy: 'tester' } as const;
  await insertRun(db, { ...run, ...how, steps: ['UPDATE_TIERS'] });
  const all = Array.from({ length: eights }, (_, n) => eachKind(ids.slice(n * 8, n * 8 + 8))).flat();
  await insertProposals(db, run, all);
  return { home, ids, runId: run.id };
}

/** How many statements it takes to apply and to undo what is proposed for so many memories. */
async function statementsFor(eights: number) {
  const { home, ids, runId } = await proposed(eights);
  const before = await logicalDump(db, home.viewer.accountId);
  const applying = await countStatements(async () =>
    expect(await service.apply(home.viewer, runId, null)).toMatchObject({ applied: eights * 5, stale: 0 }),
  );
  expect(await home.count()).toBe(eights * 3);
  const undoing = await countStatements(async () =>
    expect(await service.undo(home.viewer, runId, null)).toMatchObject({ restored: eights * 8, keptIds: [] }),
  );
  expect(await logicalDump(db, home.viewer.accountId)).toEqual(before);
  return { home, ids, counts: [applying.length, undoing.length] };
}

test('proposals are applied and undone in as many statements as one, up to fifty', async () => {
  const [few, many] = [await statementsFor(1), await statementsFor(10)];
  expect(many.counts).toEqual(few.counts);
});

test('each change of a memory that several proposals change at once is in its history, and is told', async () => {
  const { home, ids } = await statementsFor(1);
  const kept = ids[4] ?? '';
  const history = await home.history(kept);
  const tags = ids.map((_, n) => `tag ${n}`);
  expect(history.map(({ revision, changed, tags: had }) => ({ revision, changed, had }))).toEqual([
    { revision: 1, changed: [], had: tags.slice(4, 5) },
    { revision: 2, changed: ['tags'], had: tags.slice(4, 6) },
    { revision: 3, changed: ['tags'], had: tags.slice(4, 8) },
    { revision: 4, changed: ['tags'], had: tags.slice(4, 6) },
    { revision: 5, changed: ['tags'], had: tags.slice(4, 5) },
  ]);
  expect(await home.read(kept)).toMatchObject({ revision: 5, tags: tags.slice(4, 5) });
  const changes = (await home.events()).filter(({ type }) => type === 'MemoryChanged');
  const [a, b, c, , e, f, g, h] = ids;
  const merged = [f, e, g, h, e];
  // An undo begins with the newest proposal, and in each with what went.
  expect(changes.map(({ subjectId }) => subjectId)).toEqual([a, b, c, ...merged, g, h, e, f, e, c, b, a]);
});
