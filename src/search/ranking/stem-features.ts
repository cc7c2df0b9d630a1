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
  const own = new DistinctStems(scope, idfs);
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
    columns.rarity[member] = largest > 0 ? own.meanIdf() / largest : 0;
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

/** Room to begin with, which grows with the numbers that come: no answer hangs on it. */
const firstRoom = 1_024;

/** A set of stems by their numbers, which begin at 0: of memories of thousands of words a hash table costs ten times as much. */
class StemSet {
  /** In which round each was added last. */
  #rounds = new Uint32Array(firstRoom);
  #round = 0;

  clear(): void {
    this.#round = (this.#round + 1) >>> 0;
    if (this.#round === 0) this.#rounds.fill(0);
    this.#round ||= 1;
  }

  /** False where it is there. */
  add(stem: number): boolean {
    if (stem >= this.#rounds.length) this.#grow(stem);
    if (this.#rounds[stem] === this.#round) return false;
    this.#rounds[stem] = this.#round;
    return true;
  }

  #grow(stem: number): void {
    const larger = new Uint32Array(2 ** Math.ceil(Math.log2(stem + 1)));
    larger.set(this.#rounds);
    this.#rounds = larger;
  }
}

/** One for all, as they are read one after the other. */
const seen = new StemSet();

/** Up to so many stems, to look at all before each costs less than a set. */
const mostLooks = 40;

/** The different stems of a turn's speaker and text: those of one turn after another in the same array. */
class DistinctStems {
  readonly #scope: Scope;
  readonly #idfs: IdfTable;
  #stems = new Uint32Array(mostLooks);
  #length = 0;

  constructor(scope: Scope, idfs: IdfTable) {
    this.#scope = scope;
    this.#idfs = idfs;
    idfs.begin(scope.memories);
  }

  get length(): number {
    return this.#length;
  }

  read(stems: Uint32Array, dateStems: number): void {
    const count = Math.max(0, stems.length - dateStems);
    if (count > mostLooks) this.#readMany(stems.subarray(dateStems));
    else {
      this.#length = 0;
      for (let i = dateStems; i < stems.length; i++) this.#add(stems[i] ?? 0);
    }
  }

  shareOf(wanted: readonly number[]): number {
    if (wanted.length === 0) return 0;
    let present = 0;
    for (let i = 0; i < wanted.length; i++) if (this.#has(wanted[i] ?? -1)) present++;
    return present / wanted.length;
  }

  meanIdf(): number {
    if (this.#length === 0) return 0;
    let sum = 0;
    for (let i = 0; i < this.#length; i++) sum += this.#idfs.of(this.#scope.memoriesWithWord(this.#stems[i] ?? 0));
    return sum / this.#length;
  }

  #readMany(stems: Uint32Array): void {
    if (stems.length > this.#stems.length) this.#stems = new Uint32Array(stems.length);
    this.#length = 0;
    seen.clear();
    for (let i = 0; i < stems.length; i++) {
      const stem = stems[i] ?? 0;
      if (seen.add(stem)) this.#stems[this.#length++] = stem;
    }
  }

  #add(stem: number): void {
    if (!this.#has(stem)) this.#stems[this.#length++] = stem;
  }

  #has(stem: number): boolean {
    for (let i = 0; i < this.#length; i++) if (this.#stems[i] === stem) return true;
    return false;
  }
}
