import { LRUCache } from 'lru-cache';
import { compilePatterns } from '../../platform/compile-patterns.ts';
import { datePatternsIn, mayNameDate } from './date-in.ts';

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/**
 * Returns a function that compiles the patterns that find dates, in each language in which a question may name one, with other work between
 * them; each language once. `question`: see plainQuestion.
 */
export function datePreparation(): (question: string, languages: readonly string[]) => Promise<void> {
  const compiled = new LRUCache<string, Promise<void>>({
    max: mostLanguages,
    memoMethod: (language) => compilePatterns(datePatternsIn(language)),
  });
  return async (question, languages) => {
    await Promise.all(languages.filter((one) => mayNameDate(one, question)).map((one) => compiled.memo(one)));
  };
}

/** What all questions share. */
export const prepareDates = datePreparation();
