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
  return only !== undefined && indexes.length === 1 ? stemsOfOne(only) : stemsOfMany(indexes);
}

const stemsOfOne = ({ lexicon }: RecallIndex): ScopeStems => ({
  numberOf: (stem) => lexicon.numberOf(stem),
  ofRow: (index, row) => index.stems(row),
  memoriesWithTerm: (number) => lexicon.memoriesWithTerm(number),
  memoriesWithWord: (number) => lexicon.memoriesWithWord(number),
});

function stemsOfMany(indexes: readonly RecallIndex[]): ScopeStems {
  const stems = new StemTexts();
  /** Of those that have a number so far. */
  let withWord = new Uint32Array();

  function numberHere({ lexicon }: RecallIndex, own: number): number {
    const known = stems.numberOfOther(lexicon.texts, own);
    return known < 0 ? stems.add(lexicon.stem(own)) : known;
  }

  /** Once through the stems of each index, of which there may be a thousand: to look up each stem in each of them takes ten times as long. */
  function countWords(): Uint32Array<ArrayBuffer> {
    const counts = new Uint32Array(stems.size);
    counts.set(withWord);
    for (const { lexicon } of indexes) lexicon.countWords(stems, withWord.length, counts);
    return counts;
  }

  return {
    numberOf: (stem) => {
      const known = stems.numberOf(stem);
      if (known >= 0) return known;
      return indexes.some(({ lexicon }) => lexicon.numberOf(stem) >= 0) ? stems.add(stem) : -1;
    },
    ofRow: (index, row) => Uint32Array.from(index.stems(row), (own) => numberHere(index, own)),
    memoriesWithTerm: (number) => {
      let memories = 0;
      for (const { lexicon } of indexes) {
        memories += lexicon.memoriesWithTerm(lexicon.texts.numberOfOther(stems, number));
      }
      return memories;
    },
    memoriesWithWord: (number) => {
      if (number >= withWord.length) withWord = countWords();
      return withWord[number] ?? 0;
    },
  };
}
