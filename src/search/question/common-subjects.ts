import { matchesOf } from '../../platform/matches-of.ts';
import { tellingLengthOf } from './sentences.ts';

/** Words that a question names with an article or "my", with the "'s" behind them: "the user's sister". English only. */
const named = /(?<![\p{L}\p{N}])(?:the|this|my) (\p{L}{2,20})(?:['’]s)?(?![\p{L}\p{N}'’-])\s*/giu;

/** Most such words of a question: each costs a look-up. */
export const mostNamed = 4;

/** Returns the words that may name of whom all memories tell, in lower case, each once. */
export const namedSubjects = (question: string): string[] =>
  [...new Set(matchesOf(question, named).map(([, word = '']) => word.toLowerCase()))].slice(0, mostNamed);

/** Returns the question without these subjects; as it is where they are all that it tells. */
export function withoutSubjects(question: string, subjects: readonly string[]): string {
  if (subjects.length === 0) return question;
  const left = question.replace(named, (words, word: string) => (subjects.includes(word.toLowerCase()) ? '' : words));
  return tellingLengthOf(left) === 0 ? question : left.trim();
}
