import type { Memory, MemoryKind } from '../memory/memory.ts';
import { inTextTurns, textTurns } from '../platform/turns/text-turns.ts';
import { standsUnbroken, withWordBreaks } from '../platform/words/word-breaks.ts';
import { sentencesOf } from '../search/question/sentences.ts';

/** Maximum number of memories in a story. */
const most = 24;

/** Memories below both limits say little by themselves: "ok, fine". */
const fewestCharacters = 12;
const fewestWords = 3;
/** A longer text tells something, too. */
const longestQuestion = 300;
/** More than the kinds differ by: such memories stand in a story only where there is nothing else. */
const penalty = 2;

/** Two memories of one speaker whose words overlap this much (Jaccard index) say the same, or the later one updates the earlier. */
const mostAlike = 0.5;

/** What holds for long ranks above what happened once. */
const weights: Readonly<Record<MemoryKind, number>> = {
  SUMMARY: 3,
  INSTRUCTION: 2.5,
  PREFERENCE: 2,
  FACT: 1.5,
  EPISODE: 1,
};

interface Candidate {
  readonly memory: Memory;
  readonly words: ReadonlySet<string>;
  readonly tellsLittle: boolean;
}

/**
 * Chooses, from the most present memories of a collection, those that together cover most of it, none of them similar to another of
 * the same speaker. Words that many memories share are taken for its topics. What holds for long comes first, then events in
 * chronological order. Yields to the event loop in between.
 */
export async function chooseMemories(memories: readonly Memory[]): Promise<Memory[]> {
  const candidates = await inTextTurns(memories, ({ content }) => content.length, candidateOf);
  const shared = countWords(candidates);
  const scored = candidates.map((one) => ({ ...one, score: scoreOf(one, shared, candidates.length) }));
  let chosen: readonly Candidate[] = [];
  const letOthersIn = textTurns();
  for (const one of scored.sort((a, b) => b.score - a.score || (a.memory.id < b.memory.id ? -1 : 1))) {
    const alike = new Set(chosen.filter((other) => tellTheSame(one, other)));
    // "The lesson moved to Thursday" replaces "The lesson is on Tuesday".
    const isLater = [...alike].every(({ memory }) => memory.validFrom < one.memory.validFrom);
    if (alike.size === 0 ? chosen.length < most : isLater)
      chosen = [...chosen.filter((other) => !alike.has(other)), one];
    await letOthersIn(one.memory.content.length);
  }
  return chosen.map(({ memory }) => memory).sort(inTellingOrder);
}

function candidateOf(memory: Memory): Candidate {
  const words = wordsOf(memory.content);
  return { memory, words, tellsLittle: tellsLittle(memory, words) };
}

/** Returns the number of memories that contain each word. */
function countWords(candidates: readonly Candidate[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { words } of candidates) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Scores by kind, by recent recalls, and by how many other memories share its words; normalized, so that length is no advantage. */
function scoreOf({ memory, words, tellsLittle }: Candidate, shared: ReadonlyMap<string, number>, all: number): number {
  let centrality = 0;
  for (const word of words) centrality += Math.log2(shared.get(word) ?? 1);
  const mean = words.size === 0 ? 0 : centrality / (Math.sqrt(words.size) * Math.log2(all + 1));
  const worth = weights[memory.kind] + Math.log2(1 + memory.resonance) / 2 + mean;
  return tellsLittle ? worth - penalty : worth;
}

/** Whether a memory is brief, only asks, or is what an assistant said: a story is about those who talk with it. */
const tellsLittle = ({ content, role }: Memory, words: ReadonlySet<string>): boolean =>
  role === 'ASSISTANT' || (content.length < fewestCharacters && words.size < fewestWords) || onlyAsks(content);

const onlyAsks = (content: string): boolean =>
  content.length <= longestQuestion && sentencesOf(content).every(({ text, asks }) => asks || text.trim() === '');

const tellTheSame = (one: Candidate, other: Candidate): boolean =>
  one.memory.speaker === other.memory.speaker && likeness(one.words, other.words) >= mostAlike;

function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = one.intersection(other).size;
  return common === 0 ? 0 : common / (one.size + other.size - common);
}

/** Returns the words of three or more letters; for scripts without word breaks, every two adjacent characters. */
const wordsOf = (text: string): Set<string> => {
  const words = withWordBreaks(text.toLowerCase(), 'en').match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  return new Set(words.filter((word) => word.length > 2 || standsUnbroken(word)));
};

const inTellingOrder = (one: Memory, other: Memory): number =>
  Number(one.kind === 'EPISODE') - Number(other.kind === 'EPISODE') ||
  one.validFrom.getTime() - other.validFrom.getTime() ||
  (one.id < other.id ? -1 : 1);
