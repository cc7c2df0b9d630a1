import type { Naturals } from './column.ts';
import type { RecallIndex } from './recall-index.ts';
import { StemTexts } from './stem-texts.ts';

/** Each index numbers its stems by itself: these are numbers that mean the same in all indexes of a search. */
export interface ScopeStems {
  /** -1 where no index knows the stem. */
  numberOf(stem: string): number;
  /** The stems of a row, in order: each has a number then. */
  ofRow(index: RecallIndex, row: number): Naturals;
  /** How many memories have the stem in date, speaker or text. */
  memoriesWithTerm(number: number): number;
  /** How many memories have it in speaker or text. */
  memoriesWithWord(number: number): number;
}

export function scopeStems(indexes: readonly RecallIndex[]): ScopeStems {
  const [only] = indexes;
  return only !== undefined && indexes.length === 1 ? stemsOfOne(only) : new StemsOfMany(indexes);
}

const stemsOfOne = ({ lexicon }: RecallIndex): ScopeStems => ({
  numberOf: (stem) => lexicon.numberOf(stem),
  ofRow: (index, row) => index.stems(row),
  memoriesWithTerm: (number) => lexicon.memoriesWithTerm(number),
  memoriesWithWord: (number) => lexicon.memoriesWithWord(number),
});

class StemsOfMany implements ScopeStems {
  readonly #indexes: readonly RecallIndex[];
  readonly #stems = new StemTexts();
  /** Of the stems of an index the numbers here plus 1, as far as they were asked for: rows of one collection share most of their words. */
  readonly #ofIndex = new Map<RecallIndex, Uint32Array>();
  /** Of those that have a number so far. */
  #withWord = new Uint32Array();

  constructor(indexes: readonly RecallIndex[]) {
    this.#indexes = indexes;
  }

  numberOf(stem: string): number {
    const known = this.#stems.numberOf(stem);
    if (known >= 0) return known;
    return this.#indexes.some(({ lexicon }) => lexicon.numberOf(stem) >= 0) ? this.#stems.add(stem) : -1;
  }

  ofRow(index: RecallIndex, row: number): Naturals {
    const known = this.#knownOf(index);
    const own = index.stems(row);
    const here = new Uint32Array(own.length);
    for (let place = 0; place < own.length; place++) {
      const stem = own[place] ?? 0;
      if (known[stem] === 0) known[stem] = this.#numberHere(index, stem) + 1;
      here[place] = (known[stem] ?? 0) - 1;
    }
    return here;
  }

  memoriesWithTerm(number: number): number {
    let memories = 0;
    for (const { lexicon } of this.#indexes) {
      memories += lexicon.memoriesWithTerm(lexicon.texts.numberOfOther(this.#stems, number));
    }
    return memories;
  }

  memoriesWithWord(number: number): number {
    if (number >= this.#withWord.length) this.#withWord = this.#countWords();
    return this.#withWord[number] ?? 0;
  }

  #knownOf(index: RecallIndex): Uint32Array {
    const known = this.#ofIndex.get(index);
    if (known) return known;
    const none = new Uint32Array(index.lexicon.size);
    this.#ofIndex.set(index, none);
    return none;
  }

  #numberHere({ lexicon: { texts } }: RecallIndex, own: number): number {
    const known = this.#stems.numberOfOther(texts, own);
    return known < 0 ? this.#stems.addOther(texts, own) : known;
  }

  /** Once through each index, for all stems that are new: there may be a thousand, whose stems are fewer than these (see `Lexicon.countWords`). */
  #countWords(): Uint32Array<ArrayBuffer> {
    const counts = new Uint32Array(this.#stems.size);
    counts.set(this.#withWord);
    for (const { lexicon } of this.#indexes) lexicon.countWords(this.#stems, this.#withWord.length, counts);
    return counts;
  }
}
