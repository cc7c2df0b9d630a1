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
  readonly question: KeyedQuestion;
  times: number;
}

/** So often within the time a question has been asked that is likely to be asked again. */
export const oftenAsked = 3;
const withinMs = 300_000;
/** Of all questions together, in bytes, about. */
const mostBytes = 4_000_000;
/** What a question takes beside what is said in it: its text, its filters, the collections that it is put to. */
const questionBytes = 1_200;

/** Counts questions by account, the latest of them. */
export class AskedOften {
  readonly #questions: LRUCache<string, Counted>;
  readonly #accounts = new Map<string, Map<string, Counted>>();

  constructor(maxBytes = mostBytes) {
    this.#questions = new LRUCache<string, Counted>({
      maxSize: maxBytes,
      ttl: withinMs,
      sizeCalculation: ({ question: { reach, request } }) =>
        questionBytes + 2 * JSON.stringify([reach, request]).length,
      dispose: (counted, key) => this.#leave(key, counted),
    });
  }

  /** Answers how often this question was asked within the last minutes, with this time. */
  note(question: KeyedQuestion): number {
    const known = this.#questions.get(question.key);
    if (known) {
      known.times += 1;
      return known.times;
    }
    // A copy: what stands in a document itself, and not in its variables, keeps all of its text in memory.
    const counted = { question: { ...question, request: structuredClone(question.request) }, times: 1 };
    this.#questions.set(question.key, counted);
    if (!this.#questions.has(question.key)) return 1;
    const { accountId } = question.reach;
    const ofAccount = this.#accounts.get(accountId) ?? new Map<string, Counted>();
    this.#accounts.set(accountId, ofAccount.set(question.key, counted));
    return 1;
  }

  /** The questions of an account that are asked most, of those that are asked often. */
  most(accountId: string, count: number): KeyedQuestion[] {
    return [...(this.#accounts.get(accountId)?.values() ?? [])]
      .filter(({ question, times }) => times >= oftenAsked && this.#questions.has(question.key))
      .sort((one, other) => other.times - one.times)
      .slice(0, count)
      .map(({ question }) => question);
  }

  #leave(key: string, { question }: Counted): void {
    const ofAccount = this.#accounts.get(question.reach.accountId);
    ofAccount?.delete(key);
    if (ofAccount?.size === 0) this.#accounts.delete(question.reach.accountId);
  }
}
