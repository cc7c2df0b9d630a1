import type { Evidence } from './evidence.ts';
import { IdfTable, idf } from './idf.ts';
import type { Question } from './question.ts';
import type { Scope } from './turn.ts';

/** Pairs and terms beyond these counts add nothing. Source: retrieval recipe, stage 2: bi, Dlen. */
const mostPairs = 2;
const mostTerms = 60;

/** Features of the stems, a value for each member of the pool. */
export interface StemColumns {
  /** Number of the question's pairs of adjacent stems that are adjacent in the text, too. */
  readonly pairs: Float64Array;
  /** Whether the question's rarest stem is in the memory, its date included. */
  readonly rarest: Float64Array;
  /** Shares of the question's capitalised words and of its numbers that the text has. */
  readonly capitalised: Float64Array;
  readonly numbers: Float64Array;
  /** ln(1 + number of different stems). */
  readonly length: Float64Array;
  /** Mean idf of the stems, as a share of the idf of a stem that a single memory has. */
  readonly rarity: Float64Array;
}

export function stemColumns({ turns, asked: { question, scope } }: Evidence): StemColumns {
  const { members, stems, dateStems } = turns;
  const column = () => new Float64Array(members);
  const columns = {
    pairs: column(),
    rarest: column(),
    capitalised: column(),
    numbers: column(),
    length: column(),
    rarity: column(),
  };
  const largest = idf(scope.memories, 1);
  idfs.begin(scope.memories);
  reader.begin(question);
  for (let member = 0; member < members; member++) {
    const start = stems.starts[member] ?? 0;
    const found = reader.read(stems.numbers, start, start + (dateStems[member] ?? 0), stems.ends[member] ?? 0);
    columns.pairs[member] = found.pairs;
    columns.rarest[member] = found.rarest;
    columns.capitalised[member] = found.capitalised / Math.max(1, question.capitalised.size);
    columns.numbers[member] = found.numbers / Math.max(1, question.numbers.size);
    columns.length[member] = Math.log1p(Math.min(found.words, mostTerms));
    columns.rarity[member] = largest > 0 ? reader.meanIdf(scope) / largest : 0;
  }
  return columns;
}

/** What the question needs to know about a stem, as bits. */
const [beginsPair, isRarest, isCapitalised, isNumber] = [1, 2, 4, 8];

/** Initial capacity, which grows as needed: results do not depend on it. */
const firstRoom = 1_024;
/** Turn numbers must fit in 32 bits. */
const mostTurns = 2 ** 32;

/** Reads the stems of one turn after the other, reusing its arrays. Stems are numbers from 0 on. */
class StemReader {
  /** Findings of the turn that was read last; see `StemColumns`. */
  pairs = 0;
  rarest = 0;
  capitalised = 0;
  numbers = 0;
  /** Number of different stems in its speaker and text. */
  words = 0;
  /** These stems: the first `words` entries. */
  #words = new Uint32Array(firstRoom);
  /** By stem, the number of the last turn that had it. */
  #turns = new Uint32Array(firstRoom);
  #turn = 0;
  /** By stem, the bits of what the question needs to know about it; `#stems` are those with any bit. */
  #wanted = new Uint8Array(firstRoom);
  #stems: readonly number[] = [];
  #pairs: Question['pairs'] = new Map();
  /** The pair of the question that the turn had last. */
  #first = -1;
  #second = -1;

  /** Starts over for another question. */
  begin({ pairs, rarest, capitalised, numbers }: Question): void {
    for (const stem of this.#stems) this.#wanted[stem] = 0;
    const wanted = [
      [pairs.keys(), beginsPair],
      [rarest === null ? [] : [rarest], isRarest],
      [capitalised, isCapitalised],
      [numbers, isNumber],
    ] as const;
    // No turn has a stem below 0.
    const bits = wanted.flatMap(([stems, bit]) =>
      [...stems].filter((stem) => stem >= 0).map((stem) => [stem, bit] as const),
    );
    for (const [stem, bit] of bits) {
      this.#grow(stem);
      this.#wanted[stem] = (this.#wanted[stem] ?? 0) | bit;
    }
    this.#stems = bits.map(([stem]) => stem);
    this.#pairs = pairs;
  }

  /** Reads the stems from `start` to `end`; those before `firstWord` belong to the date. */
  read(stems: ArrayLike<number>, start: number, firstWord: number, end: number): this {
    this.#nextTurn(end - start);
    const turn = this.#turn;
    for (let i = start; i < end; i++) {
      const stem = stems[i] ?? 0;
      if (stem >= this.#turns.length) this.#grow(stem);
      const wanted = this.#wanted[stem] ?? 0;
      if (wanted !== 0)
        this.#note(wanted, { stem, next: i + 1 < end ? (stems[i + 1] ?? -1) : -1, isWord: i >= firstWord });
      if (i < firstWord || this.#turns[stem] === turn) continue;
      this.#turns[stem] = turn;
      this.#words[this.words++] = stem;
    }
    return this;
  }

  meanIdf(scope: Scope): number {
    if (this.words === 0) return 0;
    let sum = 0;
    for (let i = 0; i < this.words; i++) sum += idfs.of(scope.memoriesWithWord(this.#words[i] ?? 0));
    return sum / this.words;
  }

  /** Called only for the few stems that the question needs to know about. */
  #note(wanted: number, { stem, next, isWord }: StemRead): void {
    if ((wanted & isRarest) !== 0) this.rarest = 1;
    if (!isWord) return;
    const isNew = this.#turns[stem] !== this.#turn;
    if (isNew && (wanted & isCapitalised) !== 0) this.capitalised += 1;
    if (isNew && (wanted & isNumber) !== 0) this.numbers += 1;
    if ((wanted & beginsPair) === 0 || !this.#pairs.get(stem)?.has(next) || this.pairs === mostPairs) return;
    if (stem === this.#first && next === this.#second) return;
    this.pairs += 1;
    this.#first = stem;
    this.#second = next;
  }

  #nextTurn(stems: number): void {
    this.pairs = this.rarest = this.capitalised = this.numbers = this.words = 0;
    this.#first = this.#second = -1;
    if (stems > this.#words.length) this.#words = new Uint32Array(roomFor(stems));
    this.#turn += 1;
    if (this.#turn < mostTurns) return;
    this.#turns.fill(0);
    this.#turn = 1;
  }

  #grow(stem: number): void {
    if (stem < this.#turns.length) return;
    const [turns, wanted] = [this.#turns, this.#wanted];
    this.#turns = new Uint32Array(roomFor(stem + 1));
    this.#turns.set(turns);
    this.#wanted = new Uint8Array(this.#turns.length);
    this.#wanted.set(wanted);
  }
}

/** A stem of a turn with the one that follows, and whether it is outside of the date. */
interface StemRead {
  readonly stem: number;
  readonly next: number;
  readonly isWord: boolean;
}

const roomFor = (count: number): number => 2 ** Math.ceil(Math.log2(count));

/** Shared by all searches, as each reads its turns synchronously. */
const reader = new StemReader();
const idfs = new IdfTable();
