import { LRUCache } from 'lru-cache';
import { compilePatterns, storedLike } from '../../platform/compile-patterns.ts';
import { getOrInsert } from '../../platform/get-or-insert.ts';
import { datePatternsIn, mayNameDate } from './date-in.ts';

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/**
 * Returns a function that compiles the patterns that find dates, in each language in which a question may name one, with other work between
 * them; each language once, for texts that are stored as the question. `question`: see plainQuestion.
 */
export function datePreparation(): (question: string, languages: readonly string[]) => Promise<void> {
  const byStorage = new Map<string, LRUCache<string, Promise<void>>>();
  const compiledFor = (text: string) =>
    new LRUCache<string, Promise<void>>({
      max: mostLanguages,
      memoMethod: (language) => compilePatterns(datePatternsIn(language), [text]),
    });
  return async (question, languages) => {
    const text = storedLike(question);
    const compiled = getOrInsert(byStorage, text, () => compiledFor(text));
    await Promise.all(languages.filter((one) => mayNameDate(one, question)).map((one) => compiled.memo(one)));
  };
}

/** What all questions share. */
export const prepareDates = datePreparation();
