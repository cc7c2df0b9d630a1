import { setImmediate } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { datePatternsOf, mayNameSpokenDate } from './date-languages/spoken-date.ts';
import { englishDatePatterns, mayNameEnglishDate } from './date-range.ts';

/** A pattern is compiled for each of the two ways in which texts are stored, and better when it is used again. */
const texts = ['a', 'a', '\u2019', '\u2019'];

/** Room for more languages than one process sees. */
const mostLanguages = 100;

/**
 * Compiles the patterns that find dates, in each language in which a question may name one, with other work between them: all at once, they held the
 * event loop for 100 ms at the first such question. Once per language.
 */
export class DatePreparation {
  readonly #prepared = new LRUCache<string, Promise<void>>({ max: mostLanguages, memoMethod: compile });

  /** `question`: see plainQuestion. */
  async prepare(question: string, languages: readonly string[]): Promise<void> {
    await Promise.all(languages.filter((one) => mayNameDate(question, one)).map((one) => this.#prepared.memo(one)));
  }
}

const mayNameDate = (question: string, language: string): boolean =>
  language === 'en' ? mayNameEnglishDate(question) : mayNameSpokenDate(language, question);

async function compile(language: string): Promise<void> {
  for (const pattern of language === 'en' ? englishDatePatterns() : datePatternsOf(language)) {
    for (const text of texts) {
      pattern.test(text);
      pattern.lastIndex = 0;
    }
    await setImmediate();
  }
}
