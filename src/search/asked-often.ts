import { LRUCache } from 'lru-cache';
import type { Reach } from '../collection/reach.ts';
import type { SearchRequest } from './search.ts';

/** A question, whatever has changed since it was asked. */
export interface KeyedQuestion {
  /** Equal for equal questions by who may see the same. */
  readonly key: string;
  readonly reach: Reach;
  readonly request: SearchRequest;
}

interface Counted {
  /** Null while it is not asked often: then nobody wants to know what it is. */
  readonly question: KeyedQuestion | null;
  times: number;
}

interface Often extends Counted {
  readonly question: KeyedQuestion;
}

/** So often within the time a question has been asked that is likely to be asked again. */
export const oftenAsked = 3;
const withinMs = 300_000;
/** Of all questions together, in bytes, about. */
const mostBytes = 4_000_000;
/** What a count takes, and what a question takes beside what is said in it: its text, its filters, the collections that it is put to. */
const countBytes = 400;
const questionBytes = 1_200;

/** Counts questions by account, the latest of them. */
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

  /** Answers how often this question was asked within the last minutes, with this time. */
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

  /** A copy: what stands in a document itself, and not in its variables, keeps all of its text in memory. */
  #keep(asked: KeyedQuestion): void {
    const question = { ...asked, request: structuredClone(asked.request) };
    const often = { question, times: oftenAsked };
    this.#questions.set(question.key, often, { noUpdateTTL: true });
    if (!this.#questions.has(question.key)) return;
    const { accountId } = question.reach;
    const ofAccount = this.#accounts.get(accountId) ?? new Map<string, Often>();
    this.#accounts.set(accountId, ofAccount.set(question.key, often));
  }

  /** The questions of an account that are asked most, of those that are asked often. */
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
