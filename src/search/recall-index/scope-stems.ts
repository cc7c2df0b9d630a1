import type { RecallIndex } from './recall-index.ts';
import { hashOf } from './stem-texts.ts';

/** Each index numbers its stems by itself: these are numbers that mean the same in all indexes of a search. */
export interface ScopeStems {
  /** How many have a number. */
  readonly size: number;
  /** -1 where no index knows the stem. */
  numberOf(stem: string): number;
  /** Sees to it that the stems of a row have numbers, which those of one index alone have. */
  numberRow(index: RecallIndex, row: number): void;
  /** The stems of a row, in order. */
  ofRow(index: RecallIndex, row: number): Uint32Array;
  /** The index's own number for one of these; -1 where it does not know the stem. */
  inIndex(index: RecallIndex, number: number): number;
}

export function scopeStems(indexes: readonly RecallIndex[]): ScopeStems {
  const [only] = indexes;
  return only !== undefined && indexes.length === 1 ? stemsOfOne(only) : stemsOfMany(indexes);
}

const stemsOfOne = ({ lexicon }: RecallIndex): ScopeStems => ({
  get size() {
    return lexicon.size;
  },
  numberOf: (stem) => lexicon.numberOf(stem),
  numberRow: () => {},
  ofRow: (index, row) => index.stems(row),
  inIndex: (_, number) => number,
});

function stemsOfMany(indexes: readonly RecallIndex[]): ScopeStems {
  const stems: string[] = [];
  const hashes: number[] = [];
  const numbers = new Map<string, number>();
  const translations = new Map(indexes.map((index) => [index, new Map<number, number>()]));

  function give(stem: string): number {
    const number = numbers.get(stem) ?? stems.length;
    if (number === stems.length) {
      stems.push(stem);
      hashes.push(hashOf(stem));
      numbers.set(stem, number);
    }
    return number;
  }

  function translate(index: RecallIndex, own: number): number {
    const translation = translations.get(index);
    const number = translation?.get(own) ?? give(index.lexicon.stem(own));
    translation?.set(own, number);
    return number;
  }

  return {
    get size() {
      return stems.length;
    },
    numberOf: (stem) => (indexes.some(({ lexicon }) => lexicon.numberOf(stem) >= 0) ? give(stem) : -1),
    numberRow: (index, row) => {
      for (const own of index.stems(row)) translate(index, own);
    },
    ofRow: (index, row) => index.stems(row).map((own) => translate(index, own)),
    inIndex: ({ lexicon }, number) => lexicon.numberOf(stems[number] ?? '', hashes[number]),
  };
}
