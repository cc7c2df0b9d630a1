import { setImmediate } from 'node:timers/promises';
import { clausesOf } from '../consolidation/wording/clauses.ts';
import { outdates } from '../consolidation/wording/outdates.ts';
import type { FoundNote } from './agent.ts';
import { daysAndMonths } from './asked-date.ts';
import { knowsUnspeaking, sentencesOf, shared, stemsOf } from './sentences.ts';

/** A sentence that an answer quotes, and the note that it comes from. */
export interface Quoted {
  readonly note: FoundNote;
  readonly sentence: string;
}

/** Maximum number of sentences in an answer. */
export const mostSentences = 3;

/** A sentence of a later note about a quoted one. */
interface Amendment extends Quoted {
  /** Whether the quoted sentence no longer holds for sure, and was not just put wrong. */
  readonly isOutdating: boolean;
}

/** A text that takes something back, or says that it has changed, says little else: longer texts are skipped. */
const longestAmendment = 500;
/** Maximum number of amendments of one sentence; the last ones count. */
const mostOfOne = 2;
/** Number of the speaker's last statements that a correction may refer to. */
const mostBefore = 5;

/**
 * Phrases by which a speaker takes back an earlier statement: "No, I meant Tuesday.", in the languages for which this project has
 * text rules.
 */
const takingBack = new RegExp(
  String.raw`(?<!\p{L})(?:${[
    'i mean(?:t)?|i misspoke|i mistyped|typo|my mistake|correction|scratch that|(?:no|oh|sorry|oops),? wait|make that',
    'ich meinte|gemeint|korrektur|berichtigung|vertippt|verschrieben|tippfehler|nein,? (?:halt|doch)',
    'quise decir|quería decir|me refería|corrijo|corrección|me equivoqué|me he equivocado',
    'je voulais dire|je me suis trompée?|rectification|volevo dire|intendevo|mi correggo|correzione',
    'quis dizer|queria dizer|me enganei|correção|ik bedoelde|correctie',
  ].join('|')})(?!\p{L})`,
  'iu',
);

/**
 * Inserts after each sentence what was said later to take it back or change it: an answer without that would be wrong. `isForNow`:
 * what no longer holds is left out.
 */
export async function amended(
  picked: readonly Quoted[],
  found: readonly FoundNote[],
  { language, isForNow }: { readonly language: string; readonly isForNow: boolean },
): Promise<Quoted[]> {
  const brief = found.filter(({ content }) => content.length <= longestAmendment);
  const quoted = new Set(picked.map(({ note }) => note));
  const told: Quoted[] = [];
  for (const one of picked) {
    const anew = amendmentsOf(one, brief, language).filter(({ note }) => !quoted.has(note));
    for (const { note } of anew) quoted.add(note);
    if (!isForNow || !anew.some(({ isOutdating }) => isOutdating)) told.push(one);
    told.push(...anew);
    await setImmediate();
  }
  return told;
}

/**
 * Returns what later notes among those found say of a quoted one: that it was taken back, or that it no longer holds, perhaps. Earliest
 * first.
 */
function amendmentsOf(quoted: Quoted, found: readonly FoundNote[], language: string): Amendment[] {
  const later = found.filter((note) => isAfter(note, quoted.note));
  const amendments = later.sort(byTime).flatMap((note) => {
    const correction = takesBack(note, quoted.note, found, language);
    if (correction !== null) return { note, sentence: correction, isOutdating: false };
    const sentence = outdating(note, quoted, language);
    if (sentence !== null) return { note, sentence, isOutdating: true };
    return note.outdates?.has(quoted.note.memoryId) ? { note, sentence: note.content, isOutdating: false } : [];
  });
  return amendments.slice(-mostOfOne);
}

/** A correction refers to the earlier statement that shares the most words with it; on a tie, to the last of them. */
function takesBack(note: FoundNote, quoted: FoundNote, found: readonly FoundNote[], language: string): string | null {
  if (note.conversationId === null || !isOfSameTalk(note, quoted)) return null;
  const sentences = sentencesOf(note.content, language);
  const at = sentences.findIndex((sentence) => takingBack.test(sentence));
  if (at < 0) return null;
  // "No, wait. It is on Friday."
  const said = sentences.slice(at, at + 2).join(' ');
  const words = wordsOfCorrected(said, language);
  const before = found
    .filter((one) => isOfSameTalk(one, note) && isAfter(note, one))
    .sort(byTime)
    .slice(-mostBefore);
  const inCommon = ({ content }: FoundNote) => shared(words, stemsOf(content, language));
  const most = Math.max(...before.map(inCommon));
  return before.findLast((one) => inCommon(one) === most) === quoted ? said : null;
}

/**
 * Returns the words that a correction shares with what it corrects: without the right day or number, but with the wrong one where it
 * is named, as in "not 14".
 */
function wordsOfCorrected(said: string, language: string): ReadonlySet<string> {
  const { wrong = '' } = denied.exec(said)?.groups ?? {};
  const others = [...stemsOf(said.replace(denied, ' ').replace(takingBack, ' '), language)];
  return stemsOf(wrong, language).union(new Set(others.filter((word) => !isValue(word))));
}

const denied = /(?<!\p{L})(?:not|nicht|no|pas|não|non|niet)\s+(?<wrong>\p{L}{1,3}\s+[\p{L}\p{N}]+|[\p{L}\p{N}]+)/iu;

/** Returns the sentence after which a quoted one no longer holds. The rules for this are English only. */
function outdating({ content, speaker }: FoundNote, { note, sentence }: Quoted, language: string): string | null {
  if (!knowsUnspeaking(language)) return null;
  const before = sentencesOf(sentence, language).map((one) => clausesOf(one, note.speaker));
  const ends = (one: string) => before.some((clauses) => outdates(clausesOf(one, speaker), clauses) !== null);
  return sentencesOf(content, language).find(ends) ?? null;
}

const isOfSameTalk = (one: FoundNote, other: FoundNote): boolean =>
  one.conversationId === other.conversationId && one.speaker === other.speaker;

const isValue = (stem: string): boolean => /^\p{N}/u.test(stem) || daysAndMonths.has(stem);

/** By when they were told; of one time, in the order in which they were stored. */
export const byTime = (one: FoundNote, other: FoundNote): number =>
  one.validFrom.getTime() - other.validFrom.getTime() ||
  (one.memoryId === other.memoryId ? 0 : one.memoryId < other.memoryId ? -1 : 1);

const isAfter = (one: FoundNote, other: FoundNote): boolean => one !== other && byTime(one, other) > 0;
