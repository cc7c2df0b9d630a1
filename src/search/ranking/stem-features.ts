import { powerOfTwo } from '../../platform/slots.ts';
import type { Scope } from './engine-port.ts';
import type { Evidence } from './evidence.ts';
import { IdfTable, idf } from './idf.ts';
import type { Question } from './question.ts';

/** Pairs beyond this count add nothing. Source: retrieval recipe, stage 2: bi. */
const mostPairs = 2;

/** Features of the stems, a value for each member of the pool. */
export interface StemColumns {
  /** Number of the question's pairs of adjacent stems that are adjacent in the text, too. */
  readonly pairs: Float64Array;
  /** Whether the question's rarest stem is in the memory, its date included. */
  readonly rarest: Float64Array;
  /** Number of different stems in its speaker and text. */
  readonly words: Float64Array;
  /** Mean idf of the stems, as a share of the idf of a stem that a single memory has. */
  readonly rarity: Float64Array;
}

export function stemColumns({ turns, asked: { question, scope } }: Evidence): StemColumns {
  const { members, stems, dateStems } = turns;
  const column = () => new Float64Array(members);
  const columns = { pairs: column(), rarest: column(), words: column(), rarity: column() };
  const largest = idf(scope.memories, 1);
  idfs.begin(scope.memories);
  reader.begin(question);
  for (let member = 0; member < members; member++) {
    const start = stems.starts[member] ?? 0;
    const found = reader.read(stems.numbers, start, start + (dateStems[member] ?? 0), stems.ends[member] ?? 0);
    columns.pairs[member] = found.pairs;
    columns.rarest[member] = found.rarest;
    columns.words[member] = found.words;
    columns.rarity[member] = largest > 0 ? found.meanIdf(scope) / largest : 0;
  }
  return columns;
}

/** Initial capacity, which grows as needed: results do not depend on it. */
const firstRoom = 1_024;
/** Turn numbers must fit in 32 bits. */
const mostTurns = 2 ** 32;

/** Reads the stems of one turn after the other, reusing its arrays. Stems are numbers from 0 on. */
class StemReader {
  /** Findings of the turn that was read last; see `StemColumns`. */
  pairs = 0;
  rarest = 0;
  /** Number of different stems in its speaker and text. */
  words = 0;
  /** These stems: the first `words` entries. */
  #words = new Uint32Array(firstRoom);
  /** By stem, the number of the last turn that had it. */
  #turns = new Uint32Array(firstRoom);
  #turn = 0;
  /** By stem, 1 if it begins a pair of the question or is its rarest; `#stems` are these. */
  #wanted = new Uint8Array(firstRoom);
  #stems: readonly number[] = [];
  #pairs: Question['pairs'] = new Map();
  #rarest: Question['rarest'] = null;
  /** The pair of the question that the turn had last. */
  #first = -1;
  #second = -1;

  /** Starts over for another question. */
  begin({ pairs, rarest }: Question): void {
    for (const stem of this.#stems) this.#wanted[stem] = 0;
    this.#stems = rarest === null ? [...pairs.keys()] : [...pairs.keys(), rarest];
    for (const stem of this.#stems) {
      this.#grow(stem);
      this.#wanted[stem] = 1;
    }
    this.#pairs = pairs;
    this.#rarest = rarest;
  }

  /** Reads the stems from `start` to `end`; those before `firstWord` belong to the date. */
  read(stems: ArrayLike<number>, start: number, firstWord: number, end: number): this {
    this.#nextTurn(end - start);
    const turn = this.#turn;
    for (let i = start; i < end; i++) {
      const stem = stems[i] ?? 0;
      if (stem >= this.#turns.length) this.#grow(stem);
      if (this.#wanted[stem] === 1) {
        if (stem === this.#rarest) this.rarest = 1;
        if (i >= firstWord && i + 1 < end) this.#notePair(stem, stems[i + 1] ?? 0);
      }
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

  #notePair(first: number, second: number): void {
    if (this.pairs === mostPairs || !this.#pairs.get(first)?.has(second)) return;
    if (first === this.#first && second === this.#second) return;
    this.pairs += 1;
    this.#first = first;
    this.#second = second;
  }

  #nextTurn(stems: number): void {
    this.pairs = this.rarest = this.words = 0;
    this.#first = this.#second = -1;
    if (stems > this.#words.length) this.#words = new Uint32Array(powerOfTwo(stems));
    this.#turn += 1;
    if (this.#turn < mostTurns) return;
    this.#turns.fill(0);
    this.#turn = 1;
  }

  #grow(stem: number): void {
    if (stem < this.#turns.length) return;
    const [turns, wanted] = [this.#turns, this.#wanted];
    this.#turns = new Uint32Array(powerOfTwo(stem + 1));
    this.#turns.set(turns);
    this.#wanted = new Uint8Array(this.#turns.length);
    this.#wanted.set(wanted);
  }
}

/** Shared by all searches, as each reads its turns synchronously. */
const reader = new StemReader();
const idfs = new IdfTable();
