import { LRUCache } from 'lru-cache';
import type { Reach } from '../collection/reach.ts';
import type { SearchRequest } from './search.ts';

/** A question, whatever has changed since it was asked. */
export interface AskedQuestion {
  /** Equal for equal questions by who may see the same. */
  readonly key: string;
  readonly reach: Reach;
  readonly request: SearchRequest;
}

interface Counted {
  readonly question: AskedQuestion;
  times: number;
}

/** So often within the time a question has been asked that is likely to be asked again. */
export const oftenAsked = 3;
const withinMs = 300_000;
const mostAccounts = 1_000;
/** Of one account; the rest of a long tail is asked too seldom to matter. */
const mostQuestions = 200;

/** Counts questions by account, the latest of them. */
export class AskedOften {
  readonly #accounts = new LRUCache<string, LRUCache<string, Counted>>({ max: mostAccounts });

  /** Answers how often this question was asked within the last minutes, with this time. */
  note(question: AskedQuestion): number {
    const { accountId } = question.reach;
    const known = this.#accounts.get(accountId);
    const questions = known ?? new LRUCache<string, Counted>({ max: mostQuestions, ttl: withinMs });
    if (!known) this.#accounts.set(accountId, questions);
    const counted = questions.get(question.key);
    if (counted) counted.times += 1;
    else questions.set(question.key, { question, times: 1 });
    return counted?.times ?? 1;
  }

  /** The questions of an account that are asked most, of those that are asked often. */
  most(accountId: string, count: number): AskedQuestion[] {
    return [...(this.#accounts.get(accountId)?.values() ?? [])]
      .filter(({ times }) => times >= oftenAsked)
      .sort((one, other) => other.times - one.times)
      .slice(0, count)
      .map(({ question }) => question);
  }
}
