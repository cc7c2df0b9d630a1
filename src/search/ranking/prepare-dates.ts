import { LRUCache } from 'lru-cache';
import { compilePatterns, storedLike } from '../../platform/compile-patterns.ts';
import { datePatternsIn, mayNameDate } from './date-in.ts';

/** A language, and a text that is stored as the questions. */
interface Preparation {
  readonly language: string;
  readonly text: string;
}

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/**
 * Returns a function that compiles the patterns that find dates, in each language in which a question may name one, with other work between
 * them; each language once for each way to store a question. `question`: see plainQuestion.
 */
export function datePreparation(): (question: string, languages: readonly string[]) => Promise<void> {
  const compiled = new LRUCache<string, Promise<void>, Preparation>({
    max: mostLanguages,
    memoMethod: (_key, _stale, { context: { language, text } }) => compilePatterns(datePatternsIn(language), [text]),
  });
  return async (question, languages) => {
    const text = storedLike(question);
    const asked = languages.filter((language) => mayNameDate(language, question));
    await Promise.all(asked.map((language) => compiled.memo(`${language} ${text}`, { context: { language, text } })));
  };
}

/** What all questions share. */
export const prepareDates = datePreparation();
