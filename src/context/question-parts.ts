import { standsUnbroken } from '../platform/db/word-breaks.ts';

/** Most parts of a question that are searched for each on its own. */
export const mostParts = 4;

/** Shortest part that says enough to be searched for, in words that are not of the question's form. */
const fewestWords = 2;

/** Longest question that is searched for. */
const longest = 1_000;

/** Ends of sentences, kept when a text is split by them. A full stop after fewer than two letters is one of an abbreviation or a number. */
const ends = /([?!;\n。！？！؟]+|(?<=\p{L}{2})\.(?:\s+|$))/u;
const asking = /[?？؟]/u;

const clauses =
  /,?\s(?:and|or|but|as well as|versus|vs\.?|compared (?:to|with)|rather than|than|und|oder|sowie|et|ou|y|e|o|en)\s|,\s/gu;
const form = new Set(
  `what who whom whose when where which how why a an the of in on at to from for with about by and or but is are was were be been
  do does did have has had can could should would will i you he she it we they me my our your his her their its us them that this
  tell give show explain describe compare summarize summarise list please between difference differences so far`.split(
    /\s+/u,
  ),
);

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
  const whole = wordsOf([...asked, ...told].join(' ')).length;
  const telling = (parts: readonly string[]) =>
    parts
      .map((part) => part.trim().slice(0, longest))
      .filter((part) => saysEnough(part) && wordsOf(part).length < whole)
      .sort((one, other) => wordsOf(other).length - wordsOf(one).length);
  const questions = new Set(telling(asked).slice(0, mostParts));
  const others = new Set([...telling(clausesOf(asked)), ...telling(clausesOf(told))]).difference(questions);
  return { asked: [...questions], clauses: [...others].slice(0, mostParts - questions.size) };
}

/** Whether a message asks something and tells something else, as chats do: one search for all of it finds neither well. */
export function tellsBesideAsking(message: string): boolean {
  const { asked, told } = askedAndTold(message);
  return asked.some(saysEnough) && told.some(saysEnough);
}

/** Stand for something that was said before. English alone: elsewhere a message is what it says. */
const pronouns = new Set(
  'he she it they him her his hers its them their theirs this that these those there one ones'.split(' '),
);

/** Whether a message says too little without what was said before: "And when was that?", "What did she paint?", but not "Who is Anna?". */
export function refersBack(message: string): boolean {
  if (saysEnough(message)) return false;
  const words = lowerWordsOf(message);
  return words.length > 0 && (words.every((word) => form.has(word)) || words.some((word) => pronouns.has(word)));
}

/** What of a message is searched for: all of it, or of a long one the beginning and the end, where the question stands. */
export const searchedText = (message: string): string => beginningAndEnd(message.trim(), 2 * longest);

function beginningAndEnd(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most / 2).toWellFormed()} ${text.slice(-most / 2).toWellFormed()}`;
}

/** The sentences of a message that end in a question mark, and the others; of a very long one those at its beginning and its end. */
function askedAndTold(message: string): { readonly asked: readonly string[]; readonly told: readonly string[] } {
  const [asked, told]: [string[], string[]] = [[], []];
  const pieces = beginningAndEnd(message, 4 * longest).split(ends);
  for (let at = 0; at < pieces.length; at += 2) {
    (asking.test(pieces[at + 1] ?? '') ? asked : told).push(pieces[at] ?? '');
  }
  return { asked, told };
}

const clausesOf = (sentences: readonly string[]): string[] => sentences.flatMap((sentence) => sentence.split(clauses));

/** Without breaks a sentence looks like one word: two letters of it are taken for each. */
const saysEnough = (part: string): boolean => {
  const words = wordsOf(part);
  return words.length >= fewestWords || words.some((word) => standsUnbroken(word) && word.length >= 2 * fewestWords);
};

const lowerWordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [];
const wordsOf = (text: string): string[] => lowerWordsOf(text).filter((word) => !form.has(word));
