import { LRUCache } from 'lru-cache';
import { compilePatterns } from '../../platform/compile-patterns.ts';
import { datePatternsIn, mayNameDate } from './date-in.ts';

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/** Compiles the patterns that find dates, in each language in which a question may name one, with other work between them. Once per language. */
export class DatePreparation {
  readonly #prepared = new LRUCache<string, Promise<void>>({
    max: mostLanguages,
    memoMethod: (language) => compilePatterns(datePatternsIn(language)),
  });

  /** `question`: see plainQuestion. */
  async prepare(question: string, languages: readonly string[]): Promise<void> {
    await Promise.all(languages.filter((one) => mayNameDate(one, question)).map((one) => this.#prepared.memo(one)));
  }
}

/** What all questions share. */
export const dates = new DatePreparation();
