import { LRUCache } from 'lru-cache';
import type { Reach } from '../collection/reach.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { RoughCounts } from '../platform/rough-counts.ts';
import type { SearchRequest } from './search.ts';

/** A question, independent of the state of the memories. */
export interface KeyedQuestion {
  /** Equal for equal questions with the same reach. */
  readonly key: string;
  readonly reach: Reach;
  readonly request: SearchRequest;
}

interface Often {
  readonly question: KeyedQuestion;
  times: number;
}

/** A question that was asked this often within some minutes is likely to be asked again. */
export const oftenAsked = 3;
const withinMs = 300_000;
/** Approximate limit for all questions that are asked often together, in bytes. */
const mostBytes = 4_000_000;
/** Bytes of a question without its own data (text, filters, collections). */
const questionBytes = 1_200;

/** Counts recent questions, by account. */
export class AskedOften {
  /** Most questions are asked once: only those that are asked often are kept. */
  readonly #counts = new RoughCounts(withinMs / 2);
  readonly #questions: LRUCache<string, Often>;
  readonly #accounts = new Map<string, Map<string, Often>>();

  constructor(maxBytes = mostBytes) {
    this.#questions = new LRUCache<string, Often>({
      maxSize: maxBytes,
      ttl: withinMs,
      sizeCalculation: ({ question: { reach, request } }) =>
        questionBytes + 2 * JSON.stringify([reach, request]).length,
      dispose: ({ question }) => this.#leave(question),
    });
  }

  /** Returns about how often this question was asked within the last minutes, this time included. */
  note(question: KeyedQuestion): number {
    const known = this.#questions.get(question.key);
    if (known) return ++known.times;
    const times = this.#counts.add(question.key);
    if (times >= oftenAsked) this.#keep(question, times);
    return times;
  }

  /** Keeps a copy: strings from the GraphQL document itself, not from its variables, would keep its whole text in memory. */
  #keep(asked: KeyedQuestion, times: number): void {
    const question = { ...asked, request: structuredClone(asked.request) };
    const often = { question, times };
    this.#questions.set(question.key, often);
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

  #leave({ key, reach: { accountId } }: KeyedQuestion): void {
    const ofAccount = this.#accounts.get(accountId);
    ofAccount?.delete(key);
    if (ofAccount?.size === 0) this.#accounts.delete(accountId);
  }
}
