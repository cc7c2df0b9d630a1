import type { MemoryKey } from '../memory/asked-memories.ts';
import type { Database } from '../platform/db/database.ts';
import { textSearchConfig } from '../platform/db/text-search.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { portions } from '../platform/portions.ts';
import { type Candidate, memoriesWithWords, type Topic, topicCandidates, wordCandidates } from './candidates.store.ts';
import { type ComparisonSettings, comparedOf, settingsOf } from './compared-memories.store.ts';
import type { ComparedMemory, ComparedPair } from './compared-memory.ts';
import { comparingTurns } from './comparing-turns.ts';
import type { ConsolidationRun, NewProposal } from './consolidation.ts';
import { DuplicateGroups, type JudgePair, leastSimilarity } from './duplicate-groups.ts';
import { judgeDuplicateIn } from './duplicates.ts';
import { doubtsAmong } from './judge-outdated.ts';
import { type Doubt, eachOnce } from './model-judge.ts';
import { OutdatedMemories, type ReadMemory } from './outdated.ts';
import { tellsChanges, topicsOf as topicsOfReading } from './reading.ts';
import { readAgain } from './readings.ts';
import { knownPairs, openMerges, pairKey } from './scope.store.ts';
import { prepareWords } from './wording/languages/languages.ts';
import { type MemoriesWith, onlyBoth } from './wording/likely-over.ts';
import type { Word } from './wording/telling.ts';

/** New memories of a collection. */
export interface NewOnes extends Pick<ConsolidationRun, 'accountId' | 'collectionId'> {
  readonly ids: readonly string[];
}

export interface Findings {
  readonly proposals: readonly NewProposal[];
  /** Pairs that rules could not decide, nearest first: this takes a reader who understands them. */
  readonly doubts: readonly Doubt[];
  /** Whether the collection has safe proposals applied without asking. */
  readonly autoConsolidate: boolean;
}

interface Comparing {
  /** The model whose vectors are compared. */
  readonly model: string;
  /** Whether a language model is asked about pairs that rules cannot decide; otherwise no doubts are gathered. */
  readonly asksModel: boolean;
}

/** The findings of memories beside which nothing was found. */
export const nothingFound: Findings = { proposals: [], doubts: [], autoConsolidate: false };

/** New memories beside whose candidates no others are held: each may have dozens of candidates, of up to 32,000 characters. */
const comparedTogether = 20;
/** Maximum number of pairs per collection that the model is asked about at a time: one request. */
const mostDoubts = 10;

/**
 * Finds memories that say the same as new ones of their collection, or that are outdated by them. Runs one statement per kind of
 * lookup, however many collections there are, one for the candidates of each twenty memories, and one more for each collection in which something
 * may be over. Returns the findings in the order of the collections.
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
  const { read, readings } = readOnce();
  const topics: Topic[] = [];
  for (const [place, one] of collections.entries()) {
    const language = settings[place]?.language;
    if (!language || !tellsChanges(language)) continue;
    await prepareWords(language);
    topics.push(...(await topicsOf(one, language, known, read)));
  }
  const near = await withoutOpenMerges(db, fresh, await wordCandidates(db, fresh));
  const related = eachPairOnce([...near, ...(await topicCandidates(db, topics))]);
  const found = { near, related, asksModel, proposed: await knownPairs(db, fresh) };
  const findings: Findings[] = [];
  const bounds = { most: comparedTogether, sizeOf: ({ ids }: NewOnes) => ids.length };
  for (const some of portions(collections, bounds)) {
    const others = await comparedOf(db, besides(ofOnes(some, related), fresh, known));
    const memories = new Map([...known, ...others]);
    const beside = { ...found, memories, read: readOnce(readings).read };
    for (const one of some) findings.push(await judge(db, beside, one, settings[findings.length] ?? null));
  }
  return findings;
}

/** The candidates of new memories of these collections. */
function ofOnes(collections: readonly NewOnes[], candidates: readonly Candidate[]): Candidate[] {
  const ids = new Set(collections.flatMap((one) => one.ids));
  return candidates.filter(({ freshId }) => ids.has(freshId));
}

/**
 * Drops pairs whose new memory an open proposal already merges. A candidate that an open proposal merges is replaced by the
 * memory that the proposal keeps.
 */
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

/** Deduplicates pairs: a long text leads to the same memory by several of its subjects. */
function eachPairOnce(candidates: readonly Candidate[]): Candidate[] {
  const pairs = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = pairKey(candidate.freshId, candidate.id);
    if (!pairs.has(key)) pairs.set(key, candidate);
  }
  return [...pairs.values()];
}

/** Keys of the candidates that are not in `known`. */
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
  readonly read: Read;
  readonly asksModel: boolean;
  /** Pairs that were proposed before and are refused or still undecided. */
  readonly proposed: ReadonlySet<string>;
}

/** Returns the findings about the new memories of one collection. */
async function judge(
  db: Database,
  { near, related, memories, read, asksModel, proposed }: Found,
  collection: NewOnes,
  settings: ComparisonSettings | null,
): Promise<Findings> {
  if (!settings) return nothingFound;
  const ids = new Set(collection.ids);
  const { language, duplicateThreshold, autoConsolidate } = settings;
  const pairsOf = (candidates: readonly Candidate[]): ComparedPair[] =>
    candidates.flatMap(({ freshId, id, similarity }) => {
      if (!ids.has(freshId) || proposed.has(pairKey(freshId, id))) return [];
      const [one, other] = [memories.get(freshId), memories.get(id)];
      return one && other ? [{ one, other, similarity }] : [];
    });
  const same = judgeDuplicateIn(language);
  const groups = await duplicatesOf(pairsOf(near), duplicateThreshold, same);
  const merges = groups.flatMap((merge) => withOneFormer(merge, ids));
  const openRelated = pairsOf(related);
  const counting: Counting = (words) =>
    memoriesWithWords(db, { ...collection, config: textSearchConfig(language) }, words);
  const retired = tellsChanges(language)
    ? await outdatedAmong(openRelated, (memory) => read(memory, language), memoriesOf(merges), counting)
    : [];
  const proposals = [...merges, ...retired];
  const doubts = asksModel ? await doubtsAmong(openRelated, same) : [];
  return { proposals, autoConsolidate, doubts: eachOnce(doubts, decidedIn(proposals)).slice(0, mostDoubts) };
}

/**
 * Leaves one memory in a merge that is not new: whether two of those are the same was found when the later one was new, and may
 * have been refused.
 */
function withOneFormer(merge: NewProposal, ids: ReadonlySet<string>): NewProposal[] {
  const former = merge.memories.find(({ memoryId }) => !ids.has(memoryId));
  const memories = merge.memories.filter((one) => one === former || ids.has(one.memoryId));
  return memories.length > 1 ? [{ ...merge, memories }] : [];
}

const memoriesOf = (proposals: readonly NewProposal[]): Set<string> =>
  new Set(proposals.flatMap(({ memories }) => memories.map(({ memoryId }) => memoryId)));

/** Memories about which a proposal says something: news that ends one may end another, too. */
const decidedIn = (proposals: readonly NewProposal[]): Set<string> =>
  new Set(
    proposals.flatMap(({ memories }) =>
      memories.filter(({ role }) => role !== 'EVIDENCE').map(({ memoryId }) => memoryId),
    ),
  );

type Read = (memory: ComparedMemory, language: string) => ReadMemory;

/** Reads each memory once, and none that was read `before`: of long texts no reading is kept. */
function readOnce(before: ReadonlyMap<string, ReadMemory> = new Map()) {
  const readings = new Map<string, ReadMemory>();
  const read: Read = (memory, language) =>
    before.get(memory.id) ?? getOrInsert(readings, memory.id, () => ({ memory, reading: readAgain(memory, language) }));
  return { read, readings };
}

async function topicsOf(
  { accountId, collectionId, ids }: NewOnes,
  language: string,
  known: ReadonlyMap<string, ComparedMemory>,
  read: Read,
): Promise<Topic[]> {
  const topics: Topic[] = [];
  const letOthersIn = comparingTurns();
  for (const id of ids) {
    const memory = known.get(id);
    if (!memory) continue;
    const about = { accountId, collectionId, id, config: textSearchConfig(language) };
    for (const topic of topicsOfReading(read(memory, language).reading)) topics.push({ ...about, ...topic });
    await letOthersIn(memory, memory);
  }
  return topics;
}

async function duplicatesOf(near: readonly ComparedPair[], threshold: number, same: JudgePair): Promise<NewProposal[]> {
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
  related: readonly ComparedPair[],
  read: (memory: ComparedMemory) => ReadMemory,
  merged: ReadonlySet<string>,
  counting: Counting,
): Promise<NewProposal[]> {
  const found = new OutdatedMemories();
  const letOthersIn = comparingTurns();
  for (const { one, other } of related) {
    if (merged.has(one.id) || merged.has(other.id)) continue;
    found.compare(read(one), read(other));
    await letOthersIn(one, other);
  }
  return found.proposals(await counted(found.words(), counting));
}

/** Counts the memories with words. */
type Counting = (words: readonly string[]) => Promise<ReadonlyMap<string, number>>;

async function counted(words: readonly Word[], counting: Counting): Promise<MemoriesWith> {
  if (words.length === 0) return onlyBoth;
  const memories = await counting([...new Set(words.map(({ form }) => form))]);
  const byStem = new Map(words.map(({ stem, form }) => [stem, memories.get(form) ?? 0]));
  return (stem) => byStem.get(stem) ?? 0;
}
