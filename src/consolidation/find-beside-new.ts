import type { MemoryKey } from '../memory/asked-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { type Candidate, type Topic, topicCandidates, wordCandidates } from './candidates.store.ts';
import { type ComparisonSettings, comparedOf, settingsOf } from './compared-memories.store.ts';
import type { ComparedMemory } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { ConsolidationRun, NewProposal } from './consolidation.ts';
import { DuplicateGroups, type JudgePair, leastSimilarity } from './duplicate-groups.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { doubtsAmong } from './judge-outdated.ts';
import { type Doubt, eachOnce } from './model-judge.ts';
import { type Outdated, outdatedOf, type ReadMemory, readMemory, retirement } from './outdated-index.ts';
import { knownPairs, openMerges, pairKey } from './scope.store.ts';
import { Series } from './series.ts';
import type { Clause } from './wording/clauses.ts';
import { comparableVerbs } from './wording/outdates.ts';
import { writingsOf } from './wording/tokens.ts';

/** New memories of a collection. */
export interface NewOnes extends Pick<ConsolidationRun, 'accountId' | 'collectionId'> {
  readonly ids: readonly string[];
}

export interface Findings {
  readonly proposals: readonly NewProposal[];
  /** What rules left alone, the nearest first: only who understands it can tell. */
  readonly doubts: readonly Doubt[];
  /** The collection has what is safe applied without asking. */
  readonly autoConsolidate: boolean;
}

interface Comparing {
  /** Whose vectors are compared. */
  readonly model: string;
  /** What rules leave alone is put before a language model: without one nobody asks for doubts. */
  readonly asksModel: boolean;
}

const nothing: Findings = { proposals: [], doubts: [], autoConsolidate: false };

/** Most pairs of a collection that a model is asked about at a time: one request. */
const mostDoubts = 10;

/** The only language that patterns of outdating are read in. */
const readLanguage = 'en';

/**
 * Finds what stands beside new memories of their collection and says the same, or is outdated by them. One statement for
 * each thing to know, however many the collections are; answers in their order.
 */
export async function findBesideNew(
  db: Database,
  { model, asksModel }: Comparing,
  collections: readonly NewOnes[],
): Promise<Findings[]> {
  const settings = await settingsOf(db, collections);
  const fresh = collections.flatMap(({ ids, ...scope }, place) => {
    const formerModel = settings[place]?.formerModel;
    return settings[place] ? ids.map((id) => ({ ...scope, id, model: formerModel ?? model })) : [];
  });
  const known = await comparedOf(db, fresh);
  const isRead = new Set(collections.filter((_, place) => settings[place]?.language === readLanguage));
  const reading = readOnce();
  const topics: Topic[] = [];
  for (const one of collections) if (isRead.has(one)) topics.push(...(await topicsOf(one, known, reading)));
  const near = await withoutOpenMerges(db, fresh, await wordCandidates(db, fresh));
  const related = eachPairOnce([...near, ...(await topicCandidates(db, readLanguage, topics))]);
  const others = await comparedOf(db, besides(related, fresh, known));
  const memories = new Map([...known, ...others]);
  const found = { near, related, memories, reading, asksModel, proposed: await knownPairs(db, fresh) };
  const findings: Findings[] = [];
  for (const [place, { ids }] of collections.entries()) {
    findings.push(await judge(found, new Set(ids), settings[place] ?? null));
  }
  return findings;
}

/** What is to go for another one by what was found before is compared no more: in its place that one is. */
async function withoutOpenMerges(
  db: Database,
  fresh: readonly MemoryKey[],
  near: readonly Candidate[],
): Promise<Candidate[]> {
  const merges = await openMerges(db, [...fresh, ...besides(near, fresh, new Map())]);
  return near.flatMap((candidate) => {
    const { freshId, id, similarity } = candidate;
    const merge = merges.get(id);
    if (!merge) return merges.has(freshId) ? [] : candidate;
    if (merges.has(freshId) || merge.keptId === freshId || similarity === null) return [];
    return { freshId, id: merge.keptId, similarity: leastSimilarity(merge.similarity, similarity) };
  });
}

/** A long text leads to the same memory by each of its subjects. */
function eachPairOnce(candidates: readonly Candidate[]): Candidate[] {
  const pairs = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = pairKey(candidate.freshId, candidate.id);
    if (!pairs.has(key)) pairs.set(key, candidate);
  }
  return [...pairs.values()];
}

/** The candidates that are not known yet. */
function besides(
  candidates: readonly Candidate[],
  fresh: readonly MemoryKey[],
  known: ReadonlyMap<string, ComparedMemory>,
) {
  const accountOf = new Map(fresh.map(({ id, accountId }) => [id, accountId]));
  const wanted = new Map(candidates.map(({ freshId, id }) => [id, accountOf.get(freshId) ?? '']));
  return [...wanted].flatMap(([id, accountId]) => (known.has(id) ? [] : { id, accountId }));
}

interface Found {
  readonly near: readonly Candidate[];
  readonly related: readonly Candidate[];
  readonly memories: ReadonlyMap<string, ComparedMemory>;
  readonly reading: Read;
  readonly asksModel: boolean;
  /** Pairs that were proposed before. */
  readonly proposed: ReadonlySet<string>;
}

/** What of it is about the new memories of one collection. */
async function judge(
  { near, related, memories, reading, asksModel, proposed }: Found,
  ids: ReadonlySet<string>,
  settings: ComparisonSettings | null,
): Promise<Findings> {
  if (!settings) return nothing;
  const { language, duplicateThreshold, autoConsolidate } = settings;
  const pairsOf = (candidates: readonly Candidate[]): Doubt[] =>
    candidates.flatMap(({ freshId, id, similarity }) => {
      if (!ids.has(freshId) || proposed.has(pairKey(freshId, id))) return [];
      const [one, other] = [memories.get(freshId), memories.get(id)];
      return one && other ? [{ one, other, similarity }] : [];
    });
  const same = judgeDuplicateIn(language);
  const merges = await duplicatesOf(pairsOf(near), duplicateThreshold, same);
  const openRelated = pairsOf(related);
  const retired = language === readLanguage ? await outdatedAmong(openRelated, reading, memoriesOf(merges)) : [];
  const proposals = [...merges, ...retired];
  const doubts = asksModel ? await doubtsAmong(openRelated, same) : [];
  return { proposals, autoConsolidate, doubts: eachOnce(doubts, memoriesOf(proposals)).slice(0, mostDoubts) };
}

const memoriesOf = (proposals: readonly NewProposal[]): Set<string> =>
  new Set(proposals.flatMap(({ memories }) => memories.map(({ memoryId }) => memoryId)));

type Read = (memory: ComparedMemory) => ReadMemory;

/** Reads each memory once. */
function readOnce(): Read {
  const read = new Map<string, ReadMemory>();
  return (memory) => {
    const known = read.get(memory.id) ?? readMemory(memory);
    read.set(memory.id, known);
    return known;
  };
}

/** Of what a clause is: its subject; an "I" that nobody knows is no word of an index, but what it does is. */
const topicWords = ({ subject, says }: Clause): readonly string[] =>
  subject.length > 1 ? writingsOf(subject) : says.length > 0 ? comparableVerbs(says) : [];

async function topicsOf(
  { accountId, collectionId, ids }: NewOnes,
  known: ReadonlyMap<string, ComparedMemory>,
  reading: Read,
): Promise<Topic[]> {
  const topics: Topic[] = [];
  const letOthersIn = comparingTurns();
  for (const id of ids) {
    const memory = known.get(id);
    if (!memory) continue;
    for (const words of new Set(reading(memory).clauses.flatMap(topicWords))) {
      topics.push({ accountId, collectionId, id, words });
    }
    await letOthersIn(memory, memory);
  }
  return topics;
}

async function duplicatesOf(near: readonly Doubt[], threshold: number, same: JudgePair): Promise<NewProposal[]> {
  const groups = new DuplicateGroups(same);
  const letOthersIn = comparingTurns();
  const nearest = near.toSorted((one, other) => (other.similarity ?? 0) - (one.similarity ?? 0));
  for (const { one, other, similarity } of nearest) {
    if (similarity === null || similarity < threshold) continue;
    const [earlier, later] =
      one.createdAt < other.createdAt || (one.createdAt <= other.createdAt && one.id < other.id)
        ? [one, other]
        : [other, one];
    groups.join(earlier, later, similarity, threshold);
    await letOthersIn(one, other);
  }
  return groups.proposals();
}

async function outdatedAmong(
  related: readonly Doubt[],
  reading: Read,
  merged: ReadonlySet<string>,
): Promise<NewProposal[]> {
  const found = new Map<string, Outdated>();
  const series = new Series();
  const letOthersIn = comparingTurns();
  for (const { one, other } of related) {
    if (merged.has(one.id) || merged.has(other.id)) continue;
    const outdated = outdatedOf(reading(one), reading(other));
    if (outdated) found.set(outdated.old.id, outdated);
    if (outdated?.rule === 'another value') series.add(reading(one), reading(other));
    await letOthersIn(one, other);
  }
  return [...found.values()].filter((outdated) => !series.goesOn(outdated)).map(retirement);
}
