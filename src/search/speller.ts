import type { Database } from '../platform/db/database.ts';
import type { AskedScope } from './asked-scope.store.ts';
import { meantWords, unknownWords } from './spelling.store.ts';
import { correct, doubtfulWords, isEnglish, slipsOf } from './spelling.ts';

/** What was read of the collections that are asked. */
type Spoken = Pick<AskedScope, 'collections' | 'today' | 'uncounted'>;

/** Corrects misspelt words of English questions: those that no memory in reach has, and the vocabulary of the embedding table neither. */
export class Speller {
  readonly #db: Database;
  readonly #isWord: (word: string) => boolean;

  constructor(db: Database, isWord: (word: string) => boolean) {
    this.#db = db;
    this.#isWord = isWord;
  }

  /** Returns the words of a question that may be misspelt, of which `correct` must be told whether they are counted. */
  doubtful(question: string): string[] {
    if (!isEnglish(question)) return [];
    return [...new Set(doubtfulWords(question, this.#isWord).map(({ word }) => word))];
  }

  /** Takes a statement if a doubtful word is not counted, and another one if no memory has it. */
  async correct(question: string, accountId: string, { collections, today, uncounted }: Spoken): Promise<string> {
    // Without a dictionary, inflections that no memory has would be taken for slips.
    if (uncounted.length === 0 || !Object.keys(today).every((language) => language === 'en')) return question;
    const scope = { accountId, collectionIds: collections.map(({ id }) => id) };
    const unknown = new Set(await unknownWords(this.#db, scope, uncounted));
    const doubtful = doubtfulWords(question, this.#isWord).filter(({ word }) => unknown.has(word));
    if (doubtful.length === 0) return question;
    const asked = doubtful.map(({ word, isTyped }) => ({ word, slips: slipsOf(word, this.#isWord), isTyped }));
    return correct(question, doubtful, await meantWords(this.#db, scope, asked), this.#isWord);
  }
}
