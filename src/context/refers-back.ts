import { sentencesOf } from '../search/sentences.ts';
import { languagesIn } from './message-languages/message-patterns.ts';
import { type ReferringPatterns, referringPatternsOf } from './message-languages/referring-patterns.ts';

/** A longer message says what it is about. */
const longest = 300;
/** A message with more words that tell something can do without what "that plumber" is. */
const mostBesidePointing = 2;
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
  const isAsked = sentencesOf(text).some(({ asks }) => asks);
  return languagesIn(text.toLowerCase())
    .map((language) => referringPatternsOf(language))
    .some((patterns) => patterns !== null && refersIn(text, isAsked, patterns));
}

function refersIn(text: string, isAsked: boolean, patterns: ReferringPatterns): boolean {
  const { always, pointing, idle, own, self, iVerb, question, empties, isSmall } = patterns;
  const said = text.toLowerCase().replace(idle, blank);
  if (always.test(said)) return true;
  const nouns = nounsIn(text, said, patterns);
  if (hasUnnamed(said, nouns, patterns)) return true;
  const telling = tellingIn(said, patterns);
  if (telling.length <= mostBesidePointing && pointing.test(said)) return true;
  if (isFragment(said, telling, patterns)) return true;
  if (own.test(said) || !(isAsked || question.test(said))) return false;
  if (telling.length === 0) return /\p{L}/u.test(said);
  const [word = ''] = telling;
  return (
    telling.length === 1 &&
    empties === null &&
    nouns.every(({ isAsked }) => isAsked) &&
    (question.test(said) || wordsIn(said).some(isSmall)) &&
    !self.test(said) &&
    !iVerb.test(word)
  );
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
function nounsIn(text: string, said: string, { noun, asked, isEmpty, empties }: ReferringPatterns): Noun[] {
  const spoken = empties === null ? said : said.replace(empties, blank);
  const found = [...text.matchAll(nameInCapitals), ...spoken.matchAll(noun)];
  return found
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
function tellingIn(said: string, { isEmpty, empties, noun }: ReferringPatterns): string[] {
  return empties === null
    ? wordsIn(said).filter((word) => !isEmpty(word))
    : (said.replace(empties, blank).match(noun) ?? []);
}

/** "And in May?", "次卧呢？" */
function isFragment(said: string, telling: readonly string[], { fragment, question }: ReferringPatterns): boolean {
  const rest = fragment.exec(said)?.slice(1).join('');
  return rest !== undefined && telling.length <= mostBesidePointing && !question.test(rest);
}
