import type { Database } from '../../platform/db/database.ts';
import type { IsWord } from './inflections.ts';
import { meantWords, type SpellingScope, unknownWords } from './spelling.store.ts';
import { correct, doubtfulWords, isEnglish, slipsOf } from './spelling.ts';

/** Collections whose memories are asked, and their languages. */
interface Spoken extends SpellingScope {
  readonly languages: readonly string[];
}

/** Corrects misspelt words of English questions: those that no memory in reach has, and no dictionary. */
export class Speller {
  readonly #db: Database;
  readonly #isWord: IsWord;

  constructor(db: Database, isWord: IsWord) {
    this.#db = db;
    this.#isWord = isWord;
  }

  /** Returns the words of a question that may be misspelt, of which `correct` must be told whether they are counted. */
  doubtful(question: string): string[] {
    if (!isEnglish(question)) return [];
    return [...new Set(doubtfulWords(question, this.#isWord).map(({ word }) => word))];
  }

  /** `uncounted`: see `AskedScope`. Takes a statement if there are any, and another one if no memory has them. */
  async correct(question: string, { languages, ...scope }: Spoken, uncounted: readonly string[]): Promise<string> {
    // Without a dictionary, inflections that no memory has would be taken for slips.
    if (uncounted.length === 0 || !languages.every((language) => language === 'en')) return question;
    const unknown = new Set(await unknownWords(this.#db, scope, uncounted));
    const doubtful = doubtfulWords(question, this.#isWord).filter(({ word }) => unknown.has(word));
    if (doubtful.length === 0) return question;
    const asked = doubtful.map((one) => ({ word: one.word, isTyped: one.isTyped, ...slipsOf(one, this.#isWord) }));
    return correct(question, doubtful, await meantWords(this.#db, scope, asked), this.#isWord);
  }
}
