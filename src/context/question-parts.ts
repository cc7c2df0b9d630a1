import { standsUnbroken } from '../platform/db/word-breaks.ts';
import { isFormWord, lowerWordsOf, pronouns, sentencesOf, tellingWordsOf } from '../search/sentences.ts';

/** Most parts of a question that are searched for each on its own. */
export const mostParts = 4;

/** Shortest part that says enough to be searched for, in words that are not of the question's form. */
const fewestWords = 2;

/** Longest question that is searched for. */
const longest = 1_000;

const clauses =
  /,?\s(?:and|or|but|as well as|versus|vs\.?|compared (?:to|with)|rather than|than|und|oder|sowie|et|ou|y|e|o|en)\s|,\s|[，、،]/gu;

/** Parts of a message to be searched for each on its own, the most telling first. */
export interface QuestionParts {
  /** Sentences that ask, where they are not all of it. */
  readonly asked: readonly string[];
  /** Clauses of what it asks, then of what it tells. */
  readonly clauses: readonly string[];
}

/**
 * The parts of a composite question, at most `mostParts`, none where it has only one. What a part leaves out because the question has
 * said it already is not guessed: the whole question is searched for, too.
 */
export function questionParts(message: string): QuestionParts {
  const { asked, told } = askedAndTold(message);
  const whole = tellingWordsOf([...asked, ...told].join(' ')).length;
  const telling = (parts: readonly string[]) =>
    parts
      .map((part) => part.trim().slice(0, longest).toWellFormed())
      .filter((part) => saysEnough(part) && tellingWordsOf(part).length < whole)
      .sort((one, other) => tellingWordsOf(other).length - tellingWordsOf(one).length);
  const questions = new Set(telling(asked).slice(0, mostParts));
  const others = new Set([...telling(clausesOf(asked)), ...telling(clausesOf(told))]).difference(questions);
  return { asked: [...questions], clauses: [...others].slice(0, mostParts - questions.size) };
}

/** Whether a message asks something and tells something else, as chats do: one search for all of it finds neither well. */
export function tellsBesideAsking(message: string): boolean {
  const { asked, told } = askedAndTold(message);
  return asked.some(saysEnough) && told.some(saysEnough);
}

/** Whether a message says too little without what was said before: "And when was that?", "What did she paint?", but not "Who is Anna?". */
export function refersBack(message: string): boolean {
  if (saysEnough(message)) return false;
  const words = lowerWordsOf(message);
  return words.length > 0 && (words.every(isFormWord) || words.some((word) => pronouns.has(word)));
}

/** What of a message is searched for: all of it, or of a long one the beginning and the end, where the question stands. */
export const searchedText = (message: string): string => beginningAndEnd(message.trim(), 2 * longest);

function beginningAndEnd(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most / 2).toWellFormed()} ${text.slice(-most / 2).toWellFormed()}`;
}

/** The sentences of a message that ask, and the others; of a very long one those at its beginning and its end. */
function askedAndTold(message: string): { readonly asked: readonly string[]; readonly told: readonly string[] } {
  const sentences = sentencesOf(beginningAndEnd(message, 4 * longest));
  const texts = (asks: boolean) => sentences.filter((one) => one.asks === asks).map(({ text }) => text);
  return { asked: texts(true), told: texts(false) };
}

const clausesOf = (sentences: readonly string[]): string[] => sentences.flatMap((sentence) => sentence.split(clauses));

/** Without breaks a sentence looks like one word: two letters of it are taken for each. */
const saysEnough = (part: string): boolean => {
  const words = tellingWordsOf(part);
  return words.length >= fewestWords || words.some((word) => standsUnbroken(word) && word.length >= 2 * fewestWords);
};
