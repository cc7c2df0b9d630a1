import { standsUnbroken } from '../platform/words/word-breaks.ts';
import { sentencesOf, tellingWordsOf } from '../search/question/sentences.ts';

/** Maximum number of parts of a question that are searched for separately. */
export const mostParts = 4;

/** Minimum number of content words of a part that is worth a search. */
const fewestWords = 2;

/** Maximum length of a part that is searched for. */
const longest = 1_000;

const clauses =
  /,?\s(?:and|or|but|as well as|versus|vs\.?|compared (?:to|with)|rather than|than|und|oder|sowie|et|ou|y|e|o|en)\s|,\s|[，、،]/gu;

/** Parts of a message that are searched for separately, the most specific first. */
interface QuestionParts {
  /** Sentences that ask something, unless they are the whole message. */
  readonly asked: readonly string[];
  /** Clauses of its questions, then of its statements. */
  readonly clauses: readonly string[];
}

/**
 * Returns at most `mostParts` parts of a composite question; none if it has only one. Words that a part omits, because the question
 * said them before, are not filled in: the whole question is searched for, too.
 */
export function questionParts(message: string): QuestionParts {
  const { asked, told } = askedAndTold(message);
  const whole = tellingWordsOf([...asked, ...told].join(' ')).length;
  const telling = (parts: readonly string[]) =>
    parts
      .map((part) => part.trim().slice(0, longest).toWellFormed())
      .map((text) => ({ text, words: tellingWordsOf(text) }))
      .filter(({ words }) => sayEnough(words) && words.length < whole)
      .sort((one, other) => other.words.length - one.words.length)
      .map(({ text }) => text);
  const questions = new Set(telling(asked).slice(0, mostParts));
  const others = new Set([...telling(clausesOf(asked)), ...telling(clausesOf(told))]).difference(questions);
  return { asked: [...questions], clauses: [...others].slice(0, mostParts - questions.size) };
}

/** Whether a message has both questions and statements, as in chats: one search for everything finds neither well. */
export function tellsBesideAsking(message: string): boolean {
  const { asked, told } = askedAndTold(message);
  return [asked, told].every((sentences) => sentences.some((sentence) => sayEnough(tellingWordsOf(sentence))));
}

/** Returns the query for a message: all of it, or the beginning and end of a long one, where the question usually is. */
export const searchedText = (message: string): string => beginningAndEnd(message.trim(), 2 * longest);

function beginningAndEnd(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most / 2).toWellFormed()} ${text.slice(-most / 2).toWellFormed()}`;
}

/** Splits a message into its questions and its other sentences; a very long one only at its beginning and end. */
function askedAndTold(message: string): { readonly asked: readonly string[]; readonly told: readonly string[] } {
  const sentences = sentencesOf(beginningAndEnd(message, 4 * longest));
  const texts = (asks: boolean) => sentences.filter((one) => one.asks === asks).map(({ text }) => text);
  return { asked: texts(true), told: texts(false) };
}

const clausesOf = (sentences: readonly string[]): string[] => sentences.flatMap((sentence) => sentence.split(clauses));

/** A sentence without word breaks looks like one word: two of its characters count as a word. */
const sayEnough = (words: readonly string[]): boolean =>
  words.length >= fewestWords || words.some((word) => standsUnbroken(word) && word.length >= 2 * fewestWords);
