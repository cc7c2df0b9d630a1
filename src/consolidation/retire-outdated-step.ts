import type { Database } from '../platform/db/database.ts';
import { timeTurns } from '../platform/turns/text-turns.ts';
import { comparisonSettings, nextCompared } from './compared-memories.store.ts';
import { type ConsolidationRun, idsOf, type NewProposal } from './consolidation.ts';
import { judgeOutdated } from './judge-outdated.ts';
import type { JudgeParts } from './model-judge.ts';
import { OutdatedIndex } from './outdated-index.ts';
import { tellsChanges } from './reading.ts';
import {
  countCurrent,
  type Expired,
  inProposals,
  nextExpired,
  pairKey,
  refusedAlone,
  refusedPairs,
} from './scope.store.ts';
import { type Batch, inBatches, type Step } from './step.ts';
import { prepareWords } from './wording/languages/languages.ts';

/** Memories per read. */
const pageSize = 200;

/** Proposes to retire what no longer holds: its validity has ended, or a later memory says otherwise. */
export const retireOutdatedStep = (parts: JudgeParts): Step =>
  async function* (run, signal) {
    const { db } = parts;
    const total = await countCurrent(db, run);
    yield* retireExpired(db, run, signal, total);
    const settings = await comparisonSettings(db, run);
    // In languages that no rules cover, only a model can judge.
    if (settings && tellsChanges(settings.language)) {
      await prepareWords(settings.language);
      yield* retireContradicted(db, run, { language: settings.language, total }, signal);
    }
    if (settings) yield* judgeOutdated(parts, run, settings, signal);
  };

async function* retireExpired(
  db: Database,
  run: ConsolidationRun,
  signal: AbortSignal,
  total: number,
): AsyncGenerator<Batch> {
  let after: string | null = null;
  while (!signal.aborted) {
    const expired: Expired[] = await nextExpired(db, run, after, pageSize);
    const taken = await inProposals(db, run, idsOf(expired), 'GO');
    const refused = await refusedAlone(db, run.accountId, idsOf(expired), null);
    const open = expired.filter(({ id }) => !taken.has(id) && !refused.has(id));
    yield* inBatches(open.map(expiry), { done: 0, total });
    if (expired.length < pageSize) return;
    after = expired.at(-1)?.id ?? null;
  }
}

async function* retireContradicted(
  db: Database,
  run: ConsolidationRun,
  { language, total }: { readonly language: string; readonly total: number },
  signal: AbortSignal,
): AsyncGenerator<Batch> {
  const refused = new Set<string>();
  const index = new OutdatedIndex((one, other) => refused.has(pairKey(one, other)), language);
  let [after, done]: [string | null, number] = [null, 0];
  while (!signal.aborted) {
    const page = await nextCompared(db, run, after, pageSize);
    const taken = await inProposals(db, run, idsOf(page), 'GO');
    for (const pair of await refusedPairs(db, run.accountId, idsOf(page))) refused.add(pair);
    const letOthersIn = timeTurns();
    for (const memory of page) {
      if (!taken.has(memory.id)) index.add(memory);
      await letOthersIn();
    }
    done += page.length;
    yield { proposals: [], scanned: page.length, done, total };
    if (page.length < pageSize) break;
    after = page.at(-1)?.id ?? null;
  }
  yield* inBatches(index.proposals(), { done, total });
}

const expiry = ({ id, revision }: Expired): NewProposal => ({
  kind: 'RETIRE',
  rule: 'validity ended',
  safe: true,
  similarity: null,
  proposedTier: null,
  memories: [{ memoryId: id, role: 'GO', revision }],
});
