import { LRUCache } from 'lru-cache';
import { compilePatterns } from '../../platform/compile-patterns.ts';
import { datePatternsOf, mayNameSpokenDate } from './date-languages/spoken-date.ts';
import { englishDatePatterns, mayNameEnglishDate } from './english-date.ts';

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/** Compiles the patterns that find dates, in each language in which a question may name one, with other work between them. Once per language. */
export class DatePreparation {
  readonly #prepared = new LRUCache<string, Promise<void>>({
    max: mostLanguages,
    memoMethod: (language) => compile(language),
  });

  /** `question`: see plainQuestion. */
  async prepare(question: string, languages: readonly string[]): Promise<void> {
    await Promise.all(languages.filter((one) => mayNameDate(question, one)).map((one) => this.#prepared.memo(one)));
  }
}

const mayNameDate = (question: string, language: string): boolean =>
  language === 'en' ? mayNameEnglishDate(question) : mayNameSpokenDate(language, question);

const compile = (language: string): Promise<void> =>
  compilePatterns(language === 'en' ? englishDatePatterns() : datePatternsOf(language));
