import { bytesOf, Column, NaturalColumn, type Naturals } from './column.ts';
import { Postings } from './postings.ts';
import { StemTexts } from './stem-texts.ts';

/** Of some stems, by their numbers: their place among them, plus 1. 0 for all others. */
interface StemPlaces {
  readonly values: Uint16Array;
  /** Is to be called once they are no longer looked for. */
  forget(): void;
}

/** Of all lexicons, each of which fills and empties it at one go: 0 for all stems between two of them. */
const places = new Column(Uint16Array);

/** The stems of a collection: their numbers, which rows have them, and how many memories do. */
export class Lexicon {
  readonly texts = new StemTexts();
  readonly #postings = new Postings();
  readonly #memoriesWithTerm = new NaturalColumn();
  readonly #memoriesWithWord = new NaturalColumn();
  readonly #columns = [this.#memoriesWithTerm, this.#memoriesWithWord];

  get bytes(): number {
    return bytesOf([this.texts, this.#postings, ...this.#columns]);
  }

  /** How many stems memories ever had. */
  get size(): number {
    return this.texts.size;
  }

  /** -1 where no memory ever had the stem. */
  numberOf(stem: string): number {
    return this.texts.numberOf(stem);
  }

  stem(number: number): string {
    return this.texts.text(number);
  }

  /** How many memories have the stem in date, speaker or text. */
  memoriesWithTerm(number: number): number {
    return this.#memoriesWithTerm.values[number] ?? 0;
  }

  /** How many memories have the stem in speaker or text. */
  memoriesWithWord(number: number): number {
    return this.#memoriesWithWord.values[number] ?? 0;
  }

  /**
   * Adds how many memories have each of some stems, from a number of theirs on, in speaker or text. The fewer of the two are looked up
   * among the others.
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

  /** Where each of some stems stands among them: good until the next call. */
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

  /** Shows the rows that have the stem, also those that are gone: see `Postings.visit`. */
  visitRows(number: number, show: (words: Naturals, start: number, end: number) => void): void {
    this.#postings.visit(number, show);
  }

  /** Notes that a new row has these stems, the first of them being its date's, and gives their numbers. */
  add(row: number, stems: readonly string[], dateStems: number): number[] {
    const numbers: number[] = [];
    for (const stem of stems) {
      const known = this.texts.numberOf(stem);
      numbers.push(known < 0 ? this.#begin(stem) : known);
    }
    // Words first: a stem that stands in date and text alike is a word, too.
    for (let i = dateStems; i < numbers.length; i++) this.#note(row, numbers[i] ?? 0, true);
    for (let i = 0; i < dateStems; i++) this.#note(row, numbers[i] ?? 0, false);
    return numbers;
  }

  /** Counts a row no longer that had these stems. */
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
    // The rows come in order.
    if (this.#postings.last(number) === row) return;
    this.#postings.append(number, row);
    this.#memoriesWithTerm.add(number, 1);
    if (isWord) this.#memoriesWithWord.add(number, 1);
  }
}
