import type { Database } from '../platform/db/database.ts';
import { type Candidate, type Topic, topicCandidates, wordCandidates } from './candidates.store.ts';
import { comparedByIds, comparisonSettings } from './compared-memories.store.ts';
import type { ComparedMemory } from './compared-memory.ts';
import type { ConsolidationRun, NewProposal } from './consolidation.ts';
import { DuplicateGroups } from './duplicate-groups.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { outdatedOf, type ReadMemory, readMemory, retirement } from './outdated-index.ts';
import { pairKey, refusedPairs } from './scope.store.ts';

type Scope = Pick<ConsolidationRun, 'accountId' | 'collectionId'>;

export interface Findings {
  readonly proposals: readonly NewProposal[];
  /** The collection has what is safe applied without asking. */
  readonly autoConsolidate: boolean;
}

/** Finds what stands beside new memories of a collection and says the same, or is outdated by them. */
export async function findBesideNew(
  db: Database,
  scope: Scope,
  model: string,
  freshIds: readonly string[],
): Promise<Findings> {
  const settings = await comparisonSettings(db, scope);
  if (!settings) return { proposals: [], autoConsolidate: false };
  const { language, duplicateThreshold, autoConsolidate, formerModel } = settings;
  const near = await wordCandidates(db, scope, formerModel ?? model, freshIds);
  const fresh = await comparedByIds(db, scope.accountId, freshIds);
  const topics = language === 'en' ? [...fresh.values()].map(readMemory).flatMap(topicsOf) : [];
  const related = [...near, ...(await topicCandidates(db, scope, language, topics))];
  const ids = [...new Set([...fresh.keys(), ...related.map(({ id }) => id)])];
  const memories = ids.length === fresh.size ? fresh : await comparedByIds(db, scope.accountId, ids);
  const refused = await refusedPairs(db, scope.accountId, [...fresh.keys()]);
  const open = (candidate: Candidate) => !refused.has(pairKey(candidate.freshId, candidate.id));
  const merges = duplicatesOf(near.filter(open), memories, duplicateThreshold, language);
  const merged = new Set(merges.flatMap((merge) => merge.memories.map(({ memoryId }) => memoryId)));
  const retired = language === 'en' ? outdatedAmong(related.filter(open), memories, merged) : [];
  return { proposals: [...merges, ...retired], autoConsolidate };
}

/** Of what each clause is; of the first person nothing but who speaks. */
function topicsOf({ memory: { id }, clauses }: ReadMemory): Topic[] {
  const subjects = clauses.map(({ subject }) => subject);
  return [...new Set(subjects)].filter((words) => words.length > 1).map((words) => ({ freshId: id, words }));
}

function duplicatesOf(
  near: readonly Candidate[],
  memories: ReadonlyMap<string, ComparedMemory>,
  threshold: number,
  language: string,
): NewProposal[] {
  const groups = new DuplicateGroups(judgeDuplicateIn(language));
  const nearest = near.toSorted((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0));
  for (const { freshId, id, similarity } of nearest) {
    const [one, other] = [memories.get(freshId), memories.get(id)];
    if (!one || !other || similarity === null || similarity < threshold) continue;
    const [earlier, later] =
      one.createdAt < other.createdAt || (one.createdAt <= other.createdAt && one.id < other.id)
        ? [one, other]
        : [other, one];
    groups.offer(later, earlier, similarity);
  }
  return groups.proposals();
}

function outdatedAmong(
  related: readonly Candidate[],
  memories: ReadonlyMap<string, ComparedMemory>,
  merged: ReadonlySet<string>,
): NewProposal[] {
  const found = new Map<string, NewProposal>();
  const read = new Map([...memories].map(([id, memory]) => [id, readMemory(memory)]));
  for (const { freshId, id } of related) {
    const [one, other] = [read.get(freshId), read.get(id)];
    if (!one || !other || merged.has(freshId) || merged.has(id)) continue;
    const outdated = outdatedOf(one, other);
    if (outdated) found.set(outdated.old.id, retirement(outdated));
  }
  return [...found.values()];
}
