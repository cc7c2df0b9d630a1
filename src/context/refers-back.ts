import { sentencesOf } from '../search/sentences.ts';
import { languagesIn } from './message-languages/message-patterns.ts';
import { type ReferringPatterns, referringPatternsOf } from './message-languages/referring-patterns.ts';

/** A longer message says what it is about. */
const longest = 300;
/** A message with more words that tell something is no fragment. */
const mostOfFragment = 2;
/** Two nouns before "it" in one clause: "How does Jon use the clipboard with a note on it?" */
const nounsOfClause = 2;

/**
 * Whether a message needs the earlier ones: "And when was that?", "What did she say about the class?", "Which colour?", but not "Who is
 * Anna?" or "Did Priya say when she starts?".
 */
export function refersBack(message: string): boolean {
  const text = message
    .slice(0, longest + 1)
    .normalize('NFKC')
    .replaceAll('’', "'")
    .trim();
  if (text.length > longest) return false;
  return languagesIn(text.toLowerCase())
    .map((language) => referringPatternsOf(language))
    .some((patterns) => patterns !== null && refersIn(text, patterns));
}

function refersIn(text: string, patterns: ReferringPatterns): boolean {
  const said = text.toLowerCase().replace(patterns.idle, blank);
  if (patterns.always.test(said)) return true;
  const nouns = nounsIn(text, said, patterns);
  return (
    hasUnnamed(said, nouns, patterns) ||
    isFragment(said, nouns, patterns) ||
    leavesOut(text.toLowerCase(), said, nouns, patterns)
  );
}

/** Whether a message says little: "And in May?", "What did that plumber charge?", "Change to ten". */
function isFragment(said: string, nouns: readonly Noun[], patterns: ReferringPatterns): boolean {
  const { pointing, fragment, question, edits } = patterns;
  if (tellingIn(said, patterns).length > mostOfFragment) return false;
  if (placesOf(said, pointing).some((place) => nouns.every(({ at }) => at >= place))) return true;
  if (edits.test(said) && nouns.every(({ at }) => at === 0)) return true;
  const rest = fragment.exec(said)?.slice(1).join('');
  return rest !== undefined && !question.test(rest);
}

/** Whether a question names nothing: "Which colour?", "Since when?", "¿Cuándo volvía?" */
function leavesOut(lower: string, said: string, nouns: readonly Noun[], patterns: ReferringPatterns): boolean {
  const { own, self, question, isUnbroken, isSmall } = patterns;
  const asked = beginningOf(said, question);
  if (asked === null || own.test(lower)) return false;
  const telling = tellingIn(asked, patterns);
  if (telling.length === 0) return /\p{L}/u.test(asked);
  if (isUnbroken || self.test(lower) || nouns.some(({ at, isAsked }) => !isAsked && at < asked.length)) return false;
  const questions = clausesOf(asked, patterns).filter((clause) => question.test(clause));
  const [only = ''] = questions;
  if (questions.length === 1 && tellingIn(only, patterns).length === 0) return true;
  return telling.length === 1 && (questions.length > 0 || wordsIn(asked).some(isSmall));
}

/** Returns a message up to its first question; null if it has none. */
function beginningOf(said: string, question: RegExp): string | null {
  const sentences = sentencesOf(said);
  const first = sentences.findIndex(({ asks }) => asks);
  if (first < 0) return question.test(said) ? said : null;
  return sentences
    .slice(0, first + 1)
    .map(({ text, end }) => text + end)
    .join('');
}

function clausesOf(said: string, { clause }: ReferringPatterns): string[] {
  const starts = placesOf(said, clause);
  return [0, ...starts].map((start, index) => said.slice(start, starts[index]));
}

/** Whether a message has a "she" or an "it" and does not say before who or what that is. */
function hasUnnamed(said: string, nouns: readonly Noun[], patterns: ReferringPatterns): boolean {
  const { who, what, clause } = patterns;
  const clauses = placesOf(said, clause);
  const isOfEarlier = (noun: Noun, place: number) => clauses.some((start) => noun.at < start && start <= place);
  const before = (place: number) =>
    nouns.filter(({ at, end, isAsked }) => at < place && !isAsked && (at > 0 || said.slice(end, place) !== ' '));
  const isOfClauseBefore = (place: number) => nouns.some((noun) => isOfEarlier(noun, place));
  return (
    placesOf(said, who).some((place) => before(place).length === 0 && !isOfClauseBefore(place)) ||
    placesOf(said, what).some(
      (place) =>
        before(place).length < nounsOfClause &&
        !isOfClauseBefore(place) &&
        !saysEnoughBefore(said.slice(0, place), patterns),
    )
  );
}

/** "Did I spend more on hobbies or on sports, and was it …" */
function saysEnoughBefore(before: string, patterns: ReferringPatterns): boolean {
  const sentence = before.split(/[.!?。！？]/u).at(-1) ?? '';
  const starts = placesOf(sentence, patterns.clause);
  return tellingIn(sentence.slice(0, starts.at(-1) ?? 0), patterns).length >= 2;
}

interface Noun {
  readonly at: number;
  readonly end: number;
  /** "Which ointment". */
  readonly isAsked: boolean;
}

const blank = (found: string): string => ' '.repeat(found.length);

const placesOf = (text: string, pattern: RegExp): number[] => [...text.matchAll(pattern)].map(({ index }) => index);

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

const nameInCapitals = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]+/gu;

/** Returns what a message names. */
function nounsIn(text: string, said: string, patterns: ReferringPatterns): Noun[] {
  const { noun, asked, isEmpty, withoutEmpty } = patterns;
  return [...text.matchAll(nameInCapitals), ...withoutEmpty(said).matchAll(noun)]
    .filter(
      ({ 0: words }) =>
        !isEmpty(
          words
            .toLowerCase()
            .split(/[\s']+/u)
            .at(-1) ?? '',
        ),
    )
    .map(({ 0: words, index: at }) => ({ at, end: at + words.length }))
    .map(({ at, end }) => ({ at, end, isAsked: asked.test(said.slice(0, end)) }))
    .filter(({ end }, index, all) => all.findIndex((other) => other.end === end) === index);
}

/** Returns the words that name or do something. */
function tellingIn(said: string, { isEmpty, isUnbroken, withoutEmpty, noun }: ReferringPatterns): string[] {
  const words = isUnbroken ? (withoutEmpty(said).match(noun) ?? []) : wordsIn(said);
  return words.filter((word) => !isEmpty(word));
}
