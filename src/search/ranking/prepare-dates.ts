import { LRUCache } from 'lru-cache';
import { compilePatterns } from '../../platform/compile-patterns.ts';
import { datePatternsIn, mayNameDate } from './date-in.ts';

/** Room for more languages than one process sees. */
const mostLanguages = 100;

const compiled = new LRUCache<string, Promise<void>>({
  max: mostLanguages,
  memoMethod: (language) => compilePatterns(datePatternsIn(language)),
});

/**
 * Compiles the patterns that find dates, in each language in which a question may name one, with other work between them. Once per language.
 * `question`: see plainQuestion.
 */
export async function prepareDates(question: string, languages: readonly string[]): Promise<void> {
  await Promise.all(languages.filter((one) => mayNameDate(one, question)).map((one) => compiled.memo(one)));
}
