import type { Evidence } from './evidence.ts';
import { type IdfTable, idf } from './idf.ts';
import type { Question } from './question.ts';
import type { Scope } from './turn.ts';

/** More pairs than this tell no more, nor do more terms. Source: retrieval recipe, stage 2: bi, Dlen. */
const mostPairs = 2;
const mostTerms = 60;

/** What the stems of the pool's members say, a value each. */
export interface StemColumns {
  /** How many different pairs of the question follow one another in the text, too. */
  readonly pairs: Float64Array;
  /** Whether the question's rarest stem is in the memory, be it in its date. */
  readonly rarest: Float64Array;
  /** Shares of the question's capitalised words and of its numbers that are there. */
  readonly capitalised: Float64Array;
  readonly numbers: Float64Array;
  /** Logarithm of how many stems there are. */
  readonly length: Float64Array;
  /** Mean idf of the stems, as a share of what a stem of a single memory would have. */
  readonly rarity: Float64Array;
}

export function stemColumns({ turns, members, asked: { question, scope }, idfs }: Evidence): StemColumns {
  const column = () => new Float64Array(members.length);
  const columns = {
    pairs: column(),
    rarest: column(),
    capitalised: column(),
    numbers: column(),
    length: column(),
    rarity: column(),
  };
  const [capitalised, numbers] = [[...question.capitalised], [...question.numbers]];
  const largest = idf(scope.memories, 1);
  idfs.begin(scope.memories);
  for (let member = 0; member < members.length; member++) {
    const turn = turns[members[member] ?? 0];
    if (!turn) continue;
    const { stems, dateStems } = turn;
    own.read(stems, dateStems);
    columns.pairs[member] = sharedPairs(stems, dateStems, question);
    columns.rarest[member] = question.rarest !== null && stems.includes(question.rarest) ? 1 : 0;
    columns.capitalised[member] = own.shareOf(capitalised);
    columns.numbers[member] = own.shareOf(numbers);
    columns.length[member] = Math.log1p(Math.min(own.length, mostTerms));
    columns.rarity[member] = largest > 0 ? own.meanIdf(scope, idfs) / largest : 0;
  }
  return columns;
}

function sharedPairs(stems: Uint32Array, dateStems: number, { pairs }: Question): number {
  if (pairs.size === 0) return 0;
  let first = -1;
  let second = -1;
  for (let i = dateStems + 1; i < stems.length; i++) {
    const before = stems[i - 1] ?? -1;
    const after = stems[i] ?? -1;
    if (!pairs.get(before)?.has(after)) continue;
    if (first < 0) {
      first = before;
      second = after;
    } else if (first !== before || second !== after) return mostPairs;
  }
  return first < 0 ? 0 : 1;
}

/** Room to begin with, which grows with what comes: no answer hangs on it. */
const firstRoom = 1_024;

/** The different stems of a turn's speaker and text, by their numbers, which begin at 0: those of one turn after another in the same arrays. */
class DistinctStems {
  #stems = new Uint32Array(firstRoom);
  #length = 0;
  /** The number of the turn that had a stem last. */
  #turns = new Uint32Array(firstRoom);
  #turn = 0;

  get length(): number {
    return this.#length;
  }

  read(stems: Uint32Array, dateStems: number): void {
    this.#begin(stems.length);
    for (let i = dateStems; i < stems.length; i++) {
      const stem = stems[i] ?? 0;
      if (this.#has(stem)) continue;
      if (stem >= this.#turns.length) this.#turns = copyWithRoomFor(this.#turns, stem + 1);
      this.#turns[stem] = this.#turn;
      this.#stems[this.#length++] = stem;
    }
  }

  shareOf(wanted: readonly number[]): number {
    if (wanted.length === 0) return 0;
    let present = 0;
    for (let i = 0; i < wanted.length; i++) if (this.#has(wanted[i] ?? -1)) present++;
    return present / wanted.length;
  }

  meanIdf(scope: Scope, idfs: IdfTable): number {
    if (this.#length === 0) return 0;
    let sum = 0;
    for (let i = 0; i < this.#length; i++) sum += idfs.of(scope.memoriesWithWord(this.#stems[i] ?? 0));
    return sum / this.#length;
  }

  #begin(most: number): void {
    if (most > this.#stems.length) this.#stems = copyWithRoomFor(this.#stems, most);
    this.#length = 0;
    this.#turn += 1;
    if (this.#turn < mostTurns) return;
    this.#turns.fill(0);
    this.#turn = 1;
  }

  #has(stem: number): boolean {
    return this.#turns[stem] === this.#turn;
  }
}

/** As many as its arrays can number. */
const mostTurns = 2 ** 32;

function copyWithRoomFor(values: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 ** Math.ceil(Math.log2(length)));
  larger.set(values);
  return larger;
}

/** One for all turns, as they are read one after the other. */
const own = new DistinctStems();
