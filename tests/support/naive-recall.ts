import type { Vector } from '../../src/platform/embedding/embedder.ts';
import type { PlainEntries } from '../../src/search/recall-index/plain-entries.ts';
import type { RecallRow } from '../../src/search/recall-index/recall-row.ts';
import type { RecallQuestion } from '../../src/search/recall-index/recall-search.ts';
import type { RowFilter } from '../../src/search/recall-index/row-filter.ts';

/** The memories of several collections, each by id. */
type NaiveCollections = readonly ReadonlyMap<string, RecallRow>[];

interface NaiveTurn {
  readonly memory: RecallRow;
  readonly lexical: number;
  readonly cosine: number;
  readonly inPool: boolean;
  readonly ordinal: number;
  readonly session: readonly RecallRow[];
}

const byId = (a: RecallRow, b: RecallRow): number => (a.id < b.id ? -1 : 1);

const wordsOf = ({ stems, dateStems }: RecallRow): readonly string[] => stems.slice(dateStems);

/** The specification of the recall index in the plainest form: a full scan for every question. */
export class NaiveRecall {
  readonly #collections: NaiveCollections;
  readonly #all: readonly RecallRow[];
  readonly #question: RecallQuestion;
  readonly #idf: ReadonlyMap<string, number>;

  constructor(collections: NaiveCollections, question: RecallQuestion) {
    this.#collections = collections;
    this.#all = collections.flatMap((memories) => [...memories.values()]);
    this.#question = question;
    this.#idf = new Map(question.terms.map((term) => [term, idf(this.memories, this.withTerm(term))]));
  }

  get memories(): number {
    return this.#all.length;
  }

  get meanTerms(): number {
    return this.#all.length === 0 ? 1 : this.#all.reduce((sum, { termCount }) => sum + termCount, 0) / this.#all.length;
  }

  withTerm = (stem: string): number => this.#all.filter(({ stems }) => stems.includes(stem)).length;
  withWord = (stem: string): number => this.#all.filter((memory) => wordsOf(memory).includes(stem)).length;
  withPiece = (piece: number): number => this.#all.filter(({ pieces }) => pieces.includes(piece)).length;

  lexical(memory: RecallRow): number {
    const found = this.#question.terms.filter((term) => memory.stems.includes(term));
    const sum = found.reduce((total, term) => total + (this.#idf.get(term) ?? 0), 0);
    return Math.fround((sum * 1.9) / (1 + 0.9 * (0.4 + (0.6 * memory.termCount) / this.meanTerms)));
  }

  cosine({ vector }: RecallRow): number {
    const question = this.#question.vector;
    return vector && question ? plainProduct(vector, question) * vector.scale * question.scale : 0;
  }

  /** Returns the best matches first. */
  lexicalArm(limit: number): RecallRow[] {
    return this.#best((memory) => this.lexical(memory), limit).filter((memory) => this.lexical(memory) > 0);
  }

  semanticArm(limit: number): RecallRow[] {
    const embedded = (memory: RecallRow) => (memory.vector ? this.cosine(memory) : Number.NEGATIVE_INFINITY);
    return this.#question.vector ? this.#best(embedded, limit).filter(({ vector }) => vector !== null) : [];
  }

  turns(candidates: readonly RecallRow[], seeds: readonly RecallRow[]): NaiveTurn[] {
    const joining = seeds
      .flatMap((seed) => this.#near(seed))
      .filter((memory) => matches(memory, this.#question.filter));
    const pool = new Set([...candidates, ...joining]);
    const all = new Set([...pool, ...[...pool].flatMap((member) => this.#near(member))]);
    return [...all].map((memory) => {
      const session = this.#session(memory);
      const [lexical, cosine] = [this.lexical(memory), this.cosine(memory)];
      return { memory, lexical, cosine, inPool: pool.has(memory), ordinal: session.indexOf(memory), session };
    });
  }

  #best(score: (memory: RecallRow) => number, limit: number): RecallRow[] {
    const scores = new Map(this.#all.map((memory) => [memory, score(memory)]));
    const of = (memory: RecallRow) => scores.get(memory) ?? 0;
    return this.#all
      .filter((memory) => matches(memory, this.#question.filter))
      .sort((a, b) => of(b) - of(a) || byId(a, b))
      .slice(0, limit);
  }

  #session(memory: RecallRow): RecallRow[] {
    const collection = this.#collections.find((memories) => memories.get(memory.id) === memory);
    if (memory.conversationId === null || !collection) return [memory];
    return [...collection.values()]
      .filter(({ conversationId }) => conversationId === memory.conversationId)
      .sort((a, b) => a.place - b.place || a.createdAt - b.createdAt || byId(a, b));
  }

  #near(memory: RecallRow): RecallRow[] {
    const session = this.#session(memory);
    const place = session.indexOf(memory);
    return session.filter((other, index) => other !== memory && Math.abs(index - place) <= 2);
  }
}

const idf = (memories: number, having: number): number => Math.log(1 + (memories - having + 0.5) / (having + 0.5));

const plainProduct = (a: Vector, b: Vector): number =>
  a.values.reduce((sum, value, i) => sum + value * (b.values[i] ?? 0), 0);

/** Whether all entries of `wanted` are among the given entries. */
export const hasEntries = (entries: PlainEntries, wanted: PlainEntries): boolean =>
  pairs(wanted).every((pair) => pairs(entries).includes(pair));

const pairs = (numbers: PlainEntries): string[] =>
  Array.from(numbers).flatMap((first, place) => (place % 2 === 0 ? [`${first} ${numbers[place + 1]}`] : []));

function matches(memory: RecallRow, filter: RowFilter): boolean {
  const { kinds, tagsAll, tagsAny, tagsNone, entries, speakers, conversations, ids } = filter;
  const { createdAfter, createdBefore, validFromAfter, validFromBefore } = filter;
  return (
    memory.validFrom <= Math.max(memory.createdAt, filter.validAt) &&
    (memory.validTo === null || memory.validTo > filter.validAt) &&
    (!kinds || kinds.includes(memory.kind)) &&
    (!tagsAll || tagsAll.every((tag) => memory.tags.includes(tag))) &&
    (!tagsAny || tagsAny.some((tag) => memory.tags.includes(tag))) &&
    !tagsNone?.some((tag) => memory.tags.includes(tag)) &&
    (!entries || hasEntries(memory.entries, entries)) &&
    (!createdAfter || memory.createdAt > createdAfter.getTime()) &&
    (!createdBefore || memory.createdAt < createdBefore.getTime()) &&
    (!validFromAfter || memory.validFrom > validFromAfter.getTime()) &&
    (!validFromBefore || memory.validFrom < validFromBefore.getTime()) &&
    (!speakers || speakers.includes(memory.speaker ?? '')) &&
    (!conversations || conversations.includes(memory.conversationId ?? '')) &&
    (!ids || ids.includes(memory.id))
  );
}
