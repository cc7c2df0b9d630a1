import type { Database } from '../platform/db/database.ts';
import { meantWords, type SpellingScope, unknownWords } from './spelling.store.ts';
import { correct, doubtfulWords, isEnglish, slipsOf } from './spelling.ts';

/** Collections whose memories are asked, and their languages. */
interface Spoken extends SpellingScope {
  readonly languages: readonly string[];
}

/** Corrects misspelt words of English questions: those that no memory in reach has, and the vocabulary of the embedding table neither. */
export class Speller {
  readonly #db: Database;
  readonly #isWord: (word: string) => boolean;

  constructor(db: Database, isWord: (word: string) => boolean) {
    this.#db = db;
    this.#isWord = isWord;
  }

  /** `spokenIn`: asked only if a word is doubtful. Takes one statement then, and another one if no memory has it. */
  async correct(question: string, spokenIn: () => Promise<Spoken>): Promise<string> {
    if (!isEnglish(question)) return question;
    const doubtful = doubtfulWords(question, this.#isWord);
    if (doubtful.length === 0) return question;
    const { languages, ...scope } = await spokenIn();
    // Without a dictionary, inflections that no memory has would be taken for slips.
    if (!languages.every((language) => language === 'en')) return question;
    const unknown = new Set(await unknownWords(this.#db, scope, [...new Set(doubtful.map(({ word }) => word))]));
    const asked = doubtful
      .filter(({ word }) => unknown.has(word))
      .map(({ word, isTyped }) => ({ word, slips: slipsOf(word, this.#isWord), isTyped }));
    if (asked.length === 0) return question;
    return correct(question, doubtful, await meantWords(this.#db, scope, asked), this.#isWord);
  }
}
