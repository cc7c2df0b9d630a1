import { LRUCache } from 'lru-cache';
import type { Reach } from '../collection/reach.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import type { SearchRequest } from './search.ts';

/** A question, independent of the state of the memories. */
export interface KeyedQuestion {
  /** Equal for equal questions with the same reach. */
  readonly key: string;
  readonly reach: Reach;
  readonly request: SearchRequest;
}

interface Counted {
  /** Null until it is asked often, as it is not needed before. */
  readonly question: KeyedQuestion | null;
  times: number;
}

interface Often extends Counted {
  readonly question: KeyedQuestion;
}

/** A question that was asked this often within `withinMs` is likely to be asked again. */
export const oftenAsked = 3;
const withinMs = 300_000;
/** Approximate limit for all questions together, in bytes. */
const mostBytes = 4_000_000;
/** Bytes of a count, and of a question without its own data (text, filters, collections). */
const countBytes = 400;
const questionBytes = 1_200;

/** Counts recent questions, by account. */
export class AskedOften {
  readonly #questions: LRUCache<string, Counted>;
  readonly #accounts = new Map<string, Map<string, Often>>();

  constructor(maxBytes = mostBytes) {
    this.#questions = new LRUCache<string, Counted>({
      maxSize: maxBytes,
      ttl: withinMs,
      sizeCalculation: ({ question }) =>
        question === null ? countBytes : questionBytes + 2 * JSON.stringify([question.reach, question.request]).length,
      dispose: ({ question }) => this.#leave(question),
    });
  }

  /** Returns how often this question was asked within the last minutes, this time included. */
  note(question: KeyedQuestion): number {
    const known = this.#questions.get(question.key);
    if (!known) {
      this.#questions.set(question.key, { question: null, times: 1 });
      return 1;
    }
    known.times += 1;
    if (known.times === oftenAsked) this.#keep(question);
    return known.times;
  }

  /** Keeps a copy: strings from the GraphQL document itself, not from its variables, would keep its whole text in memory. */
  #keep(asked: KeyedQuestion): void {
    const question = { ...asked, request: structuredClone(asked.request) };
    const often = { question, times: oftenAsked };
    this.#questions.set(question.key, often, { noUpdateTTL: true });
    if (!this.#questions.has(question.key)) return;
    const { accountId } = question.reach;
    getOrInsert(this.#accounts, accountId, () => new Map()).set(question.key, often);
  }

  /** Returns the account's most asked questions, of those that are asked often. */
  most(accountId: string, count: number): KeyedQuestion[] {
    return [...(this.#accounts.get(accountId)?.values() ?? [])]
      .filter(({ question }) => this.#questions.has(question.key))
      .sort((one, other) => other.times - one.times)
      .slice(0, count)
      .map(({ question }) => question);
  }

  #leave(question: KeyedQuestion | null): void {
    if (question === null) return;
    const { accountId } = question.reach;
    const ofAccount = this.#accounts.get(accountId);
    ofAccount?.delete(question.key);
    if (ofAccount?.size === 0) this.#accounts.delete(accountId);
  }
}
