import type { Naturals } from './column.ts';
import type { RecallIndex } from './recall-index.ts';
import { StemTexts } from './stem-texts.ts';

/** Stem numbers that are common to all indexes of a search; each index has its own numbering. */
export interface ScopeStems {
  /** Returns -1 if no index contains the stem. */
  numberOf(stem: string): number;
  /** The stems of a row of an index, in order; assigns numbers to new ones. */
  ofRow(source: number, row: number): Naturals;
  /** Number of memories that contain the stem in date, speaker or text. */
  memoriesWithTerm(number: number): number;
  /** Number of memories that contain it in speaker or text. */
  memoriesWithWord(number: number): number;
}

/** Bound of the cache in bytes: ten collections of 2,000 memories take about half a megabyte. */
const mostBytes = 8 * 1024 ** 2;

/**
 * Lets searches of the same collections share numbers and counts until one of these is written to: searches of several
 * collections mostly repeat the same set, and numbering took a quarter of their time. The cache does not keep evicted indexes
 * alive.
 */
export class KeptStems {
  /** Most recent first. */
  #kept: readonly SharedNumbers[] = [];

  of(indexes: readonly RecallIndex[]): ScopeStems {
    const [only, ...others] = indexes;
    if (only && others.length === 0) return stemsOfOne(only);
    if (indexes.some(({ isChanging }) => isChanging)) return new StemsOfMany(indexes, new SharedNumbers(indexes));
    const shared = this.#kept.find((one) => one.areOf(indexes)) ?? new SharedNumbers(indexes);
    const kept: SharedNumbers[] = [];
    let bytes = 0;
    for (const one of new Set([shared, ...this.#kept])) {
      bytes += one.bytes;
      if (bytes > mostBytes) break;
      kept.push(one);
    }
    this.#kept = kept;
    return new StemsOfMany(indexes, shared);
  }
}

const stemsOfOne = (index: RecallIndex): ScopeStems => ({
  numberOf: (stem) => index.lexicon.numberOf(stem),
  ofRow: (_source, row) => index.stemLists.of(row),
  memoriesWithTerm: (number) => index.lexicon.memoriesWithTerm(number),
  memoriesWithWord: (number) => index.lexicon.memoriesWithWord(number),
});

/** Stem numbers of several indexes in their current state; holds the indexes only weakly. */
class SharedNumbers {
  readonly stems = new StemTexts();
  readonly #known: (Uint32Array | undefined)[] = [];
  /** Number of memories that contain each of the stems in speaker or text, as far as requested. */
  withWord = new Uint32Array();
  readonly #indexes: readonly WeakRef<RecallIndex>[];
  readonly #seqs: readonly number[];

  constructor(indexes: readonly RecallIndex[]) {
    this.#indexes = indexes.map((index) => new WeakRef(index));
    this.#seqs = indexes.map(({ seq }) => seq);
  }

  /** Whether they belong to these indexes in their current state. */
  areOf(indexes: readonly RecallIndex[]): boolean {
    if (indexes.length !== this.#indexes.length) return false;
    return indexes.every((index, i) => this.#indexes[i]?.deref() === index && this.#seqs[i] === index.seq);
  }

  /** Common number plus 1 of each stem of an index, as far as requested: rows of a collection share most of their words. */
  knownOf(source: number, { lexicon }: RecallIndex): Uint32Array {
    this.#known[source] ??= new Uint32Array(lexicon.size);
    return this.#known[source];
  }

  get bytes(): number {
    return this.#known.reduce(
      (sum, known) => sum + (known?.byteLength ?? 0),
      this.stems.bytes + this.withWord.byteLength,
    );
  }
}

class StemsOfMany implements ScopeStems {
  readonly #indexes: readonly RecallIndex[];
  readonly #shared: SharedNumbers;

  constructor(indexes: readonly RecallIndex[], shared: SharedNumbers) {
    this.#indexes = indexes;
    this.#shared = shared;
  }

  numberOf(stem: string): number {
    const { stems } = this.#shared;
    const known = stems.numberOf(stem);
    if (known >= 0) return known;
    return this.#indexes.some(({ lexicon }) => lexicon.numberOf(stem) >= 0) ? stems.add(stem) : -1;
  }

  ofRow(source: number, row: number): Naturals {
    const index = this.#indexes[source];
    if (!index) throw new RangeError(`There is no index ${source}`);
    const known = this.#shared.knownOf(source, index);
    const own = index.stemLists.of(row);
    const here = new Uint32Array(own.length);
    for (let place = 0; place < own.length; place++) {
      const stem = own[place] ?? 0;
      // Stems added since are beyond the end of `known`.
      const number = known[stem] || this.#numberHere(index, stem) + 1;
      known[stem] = number;
      here[place] = number - 1;
    }
    return here;
  }

  memoriesWithTerm(number: number): number {
    let memories = 0;
    for (const { lexicon } of this.#indexes) {
      memories += lexicon.memoriesWithTerm(lexicon.texts.numberOfOther(this.#shared.stems, number));
    }
    return memories;
  }

  memoriesWithWord(number: number): number {
    const shared = this.#shared;
    if (number >= shared.withWord.length) shared.withWord = this.#countWords();
    return shared.withWord[number] ?? 0;
  }

  #numberHere({ lexicon: { texts } }: RecallIndex, own: number): number {
    const { stems } = this.#shared;
    const known = stems.numberOfOther(texts, own);
    return known < 0 ? stems.addOther(texts, own) : known;
  }

  /** Counts all new stems in one pass per index: there may be a thousand indexes with fewer stems each (see `Lexicon.countWords`). */
  #countWords(): Uint32Array<ArrayBuffer> {
    const { stems, withWord } = this.#shared;
    const counts = new Uint32Array(stems.size);
    counts.set(withWord);
    for (const { lexicon } of this.#indexes) lexicon.countWords(stems, withWord.length, counts);
    return counts;
  }
}
