import { bytesOf, Column, NaturalColumn, type Naturals } from './column.ts';
import { Postings } from './postings.ts';
import { StemTexts } from './stem-texts.ts';

/** Index plus 1 of each queried stem, by the stem's number; 0 for all others. */
interface StemPlaces {
  readonly values: Uint16Array;
  /** Must be called once the places are no longer needed. */
  forget(): void;
}

/** Shared by all lexicons, since each fills and clears it synchronously: all 0 in between. */
const places = new Column(Uint16Array);

/** The stems of a collection: their numbers, their postings and their document frequencies. */
export class Lexicon {
  readonly texts = new StemTexts();
  readonly #postings = new Postings();
  readonly #memoriesWithTerm = new NaturalColumn();
  readonly #memoriesWithWord = new NaturalColumn();
  readonly #columns = [this.#memoriesWithTerm, this.#memoriesWithWord];

  get bytes(): number {
    return bytesOf([this.texts, this.#postings, ...this.#columns]);
  }

  /** Number of stems that ever occurred. */
  get size(): number {
    return this.texts.size;
  }

  /** Returns -1 if the stem never occurred. */
  numberOf(stem: string): number {
    return this.texts.numberOf(stem);
  }

  stem(number: number): string {
    return this.texts.text(number);
  }

  /** Number of memories that contain the stem in date, speaker or text. */
  memoriesWithTerm(number: number): number {
    return this.#memoriesWithTerm.values[number] ?? 0;
  }

  /** Number of memories that contain the stem in speaker or text. */
  memoriesWithWord(number: number): number {
    return this.#memoriesWithWord.values[number] ?? 0;
  }

  /**
   * Adds, for each of `stems` from number `from` on, the number of memories that contain it in speaker or text. Looks up the
   * smaller of the two sets in the larger.
   */
  countWords(stems: StemTexts, from: number, counts: Uint32Array): void {
    const { values } = this.#memoriesWithWord;
    if (stems.size - from < this.size) {
      for (let number = from; number < stems.size; number++) {
        const own = this.texts.numberOfOther(stems, number);
        if (own >= 0) counts[number] = (counts[number] ?? 0) + (values[own] ?? 0);
      }
      return;
    }
    for (let own = 0; own < this.size; own++) {
      const number = stems.numberOfOther(this.texts, own);
      if (number >= from) counts[number] = (counts[number] ?? 0) + (values[own] ?? 0);
    }
  }

  /** Returns the index of each of these stems; valid until the next call. */
  placesOf(stems: Int32Array): StemPlaces {
    places.grow(this.size);
    const { values } = places;
    for (let i = 0; i < stems.length; i++) {
      const stem = stems[i] ?? -1;
      if (stem >= 0) values[stem] = i + 1;
    }
    const forget = (): void => {
      for (const stem of stems) if (stem >= 0) values[stem] = 0;
    };
    return { values, forget };
  }

  /** Calls `show` with the rows that contain the stem, including dead rows: see `Postings.visit`. */
  visitRows(number: number, show: (words: Naturals, start: number, end: number) => void): void {
    this.#postings.visit(number, show);
  }

  /** Indexes the stems of a new row, of which the first `dateStems` belong to its date; returns their numbers. */
  add(row: number, stems: readonly string[], dateStems: number): number[] {
    const numbers: number[] = [];
    for (const stem of stems) {
      const known = this.texts.numberOf(stem);
      numbers.push(known < 0 ? this.#begin(stem) : known);
    }
    // Words first: a stem in both date and text also counts as a word.
    for (let i = dateStems; i < numbers.length; i++) this.#note(row, numbers[i] ?? 0, true);
    for (let i = 0; i < dateStems; i++) this.#note(row, numbers[i] ?? 0, false);
    return numbers;
  }

  /** Removes a row with these stems from the counts. */
  remove(numbers: Naturals, dateStems: number): void {
    for (const number of new Set(numbers)) this.#memoriesWithTerm.add(number, -1);
    for (const number of new Set(numbers.subarray(dateStems))) this.#memoriesWithWord.add(number, -1);
  }

  #begin(stem: string): number {
    const number = this.texts.add(stem);
    this.#postings.begin(number);
    for (const column of this.#columns) column.grow(number + 1);
    return number;
  }

  #note(row: number, number: number, isWord: boolean): void {
    // Rows are added in ascending order.
    if (this.#postings.last(number) === row) return;
    this.#postings.append(number, row);
    this.#memoriesWithTerm.add(number, 1);
    if (isWord) this.#memoriesWithWord.add(number, 1);
  }
}
