import { matchesOf } from '../platform/matches-of.ts';
import { sentencesOf } from '../search/question/sentences.ts';
import { languagesIn, withoutHesitations, wordsIn } from './message-languages/message-patterns.ts';
import { type ReferringPatterns, referringPatternsOf } from './message-languages/referring-patterns.ts';

/** A longer message says what it is about. */
const longest = 300;
/** A message with more words that name or do something is no fragment. */
const mostOfFragment = 2;
/** As many nouns before "it" in one clause may be what it is: "How does Jon use the clipboard with a note on it?" */
const nounsOfClause = 2;
/** As many other words of clauses before: "Did I spend more on hobbies or on sports, and was it always so?" */
const wordsOfClauses = 2;

/** A message with as many words that name or do something is also worth a search of its own. */
const wordsOfSearch = 2;

/**
 * How much a message needs the earlier ones: it is nothing without them ("And when was that?", "Which colour?"), partly so ("What did
 * she say about the painting class?"), or stands for itself ("Who is Anna?", "Did Priya say when she starts?").
 */
type NeedOfEarlier = 'all' | 'some' | 'none';

/** `isForTime`: whether it asks for nothing but a time, as "What happened yesterday?" does without naming anything. */
export function needOfEarlier(message: string, isForTime: boolean): NeedOfEarlier {
  const beginning = message.slice(0, longest + 1).normalize('NFKC');
  const written = beginning.replaceAll('’', "'").trim();
  if (written.length > longest) return 'none';
  const text = withoutHesitations(written);
  const readings = languagesIn(text.toLowerCase())
    .map((language) => referringPatternsOf(language))
    .filter((patterns) => patterns !== null)
    .map((patterns) => new ReadMessage(text, patterns))
    .filter((reading) => reading.refersBack(isForTime));
  if (readings.length === 0) return 'none';
  return readings.some((reading) => reading.isWorthSearching()) ? 'some' : 'all';
}

interface Noun {
  readonly at: number;
  readonly end: number;
  /** "Which ointment". */
  readonly isAsked: boolean;
}

/** A message, read in one language. */
class ReadMessage {
  readonly #patterns: ReferringPatterns;
  readonly #lower: string;
  /** In lower case, with blanks for what only looks like words that refer back. */
  readonly #said: string;
  readonly #hasName: boolean;
  readonly #hasCapitals: boolean;
  /** What it names. */
  readonly #nouns: readonly Noun[];

  constructor(text: string, patterns: ReferringPatterns) {
    this.#patterns = patterns;
    this.#lower = text.toLowerCase();
    this.#said = this.#lower.replace(patterns.idle, (found) => ' '.repeat(found.length));
    this.#hasName = (text.match(nameInCapitals) ?? []).length > (/^\P{L}*\p{Lu}\p{L}/u.test(text) ? 1 : 0);
    this.#hasCapitals = patterns.isUnbroken || this.#lower !== text;
    this.#nouns = nounsIn(text, this.#said, patterns);
  }

  refersBack(isForTime: boolean): boolean {
    if (this.#patterns.always.test(this.#said) || this.#hasUnnamed() || this.#isFragment()) return true;
    return !isForTime && this.#leavesOut();
  }

  isWorthSearching(): boolean {
    return this.#telling(this.#said).length >= wordsOfSearch;
  }

  /** Whether it has a "she" or an "it" and does not say before who or what that is. */
  #hasUnnamed(): boolean {
    const { who, what } = this.#patterns;
    return (
      placesOf(this.#said, who).some((place) => !this.#names(place, 1)) ||
      placesOf(this.#said, what).some((place) => !this.#names(place, nounsOfClause) && !this.#saysEnough(place))
    );
  }

  /** Whether it names something in a clause before a place, or as many things in the same clause. */
  #names(place: number, least: number): boolean {
    const starts = placesOf(this.#said, this.#patterns.clause).filter((start) => start <= place);
    const before = this.#nouns.filter(({ at }) => at < place);
    // What directly precedes a pronoun at the beginning is a verb: "Kommt sie?"
    const isSubject = ({ at, end, isAsked }: Noun) => !isAsked && (at > 0 || this.#said.slice(end, place) !== ' ');
    if (before.some(({ at }) => starts.some((start) => at < start)) || before.filter(isSubject).length >= least)
      return true;
    // Whoever writes no capitals may have named somebody: a verb or so must stand beside it.
    return !this.#hasCapitals && this.#telling(this.#said.slice(0, place)).length > least;
  }

  #saysEnough(place: number): boolean {
    const sentence =
      this.#said
        .slice(0, place)
        .split(/[.!?。！？]/u)
        .at(-1) ?? '';
    const lastClause = placesOf(sentence, this.#patterns.clause).at(-1) ?? 0;
    return this.#telling(sentence.slice(0, lastClause)).length >= wordsOfClauses;
  }

  /** Whether it says little: "And in May?", "What did that plumber charge?", "Change to ten". */
  #isFragment(): boolean {
    const { pointing, fragment, question, edits, own } = this.#patterns;
    if (this.#telling(this.#said).length > mostOfFragment) return false;
    if (placesOf(this.#said, pointing).some((place) => this.#nouns.every(({ at }) => at >= place))) return true;
    if (edits.test(this.#said) && this.#nouns.every(({ at }) => at === 0)) return true;
    const rest = fragment.exec(this.#said)?.slice(1).join('');
    return rest !== undefined && !(question.test(rest) && (this.#hasName || own.test(this.#lower)));
  }

  /** Whether it asks without naming anything: "Which colour?", "Since when?", "¿Cuándo volvía?" */
  #leavesOut(): boolean {
    const { own, self, question, isUnbroken, isSmall } = this.#patterns;
    const asked = this.#firstQuestion();
    if (asked === null || own.test(this.#lower)) return false;
    const telling = this.#telling(asked).length;
    if (telling === 0) return /\p{L}/u.test(asked);
    if (isUnbroken || self.test(this.#lower)) return false;
    const questions = this.#clausesOf(asked).filter((clause) => question.test(clause));
    // "Devolvieron el dinero?" begins with a verb, "Bouldern wann?" with what it is about.
    const first = questions.length === 0 ? asked.search(/\p{L}/u) : -1;
    if (this.#nouns.some(({ at, isAsked }) => !isAsked && at > first && at < asked.length)) return false;
    const [only = ''] = questions;
    if (questions.length === 1 && this.#telling(only).length === 0) return true;
    return telling === 1 && (questions.length > 0 || wordsIn(asked).some(isSmall));
  }

  /** Returns it up to its first question; null if it asks nothing. */
  #firstQuestion(): string | null {
    const sentences = sentencesOf(this.#said);
    const first = sentences.findIndex(({ asks }) => asks);
    if (first < 0) return this.#patterns.question.test(this.#said) ? this.#said : null;
    const asked = sentences.slice(0, first + 1);
    return asked.map(({ text, end }) => text + end).join('');
  }

  #clausesOf(text: string): string[] {
    const starts = placesOf(text, this.#patterns.clause);
    return [0, ...starts].map((start, index) => text.slice(start, starts[index]));
  }

  /** Returns the words that name or do something. */
  #telling(text: string): string[] {
    const { isUnbroken, withoutEmpty, noun, isEmpty } = this.#patterns;
    const words = isUnbroken ? (withoutEmpty(text).match(noun) ?? []) : wordsIn(text);
    return words.filter((word) => !isEmpty(word));
  }
}

const placesOf = (text: string, pattern: RegExp): number[] => matchesOf(text, pattern).map(({ index }) => index);

const nameInCapitals = /(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{M}]+/gu;

function nounsIn(text: string, said: string, { noun, asked, isEmpty, withoutEmpty }: ReferringPatterns): Noun[] {
  const found = [...matchesOf(text, nameInCapitals), ...matchesOf(withoutEmpty(said), noun)];
  const isNamed = (words: string) => !isEmpty(wordsIn(words.toLowerCase()).at(-1) ?? '');
  return found
    .filter(({ 0: words }) => isNamed(words))
    .map(({ 0: words, index: at }) => ({ at, end: at + words.length }))
    .map(({ at, end }) => ({ at, end, isAsked: asked.test(said.slice(0, end)) }))
    .filter(({ end }, index, all) => all.findIndex((other) => other.end === end) === index);
}
