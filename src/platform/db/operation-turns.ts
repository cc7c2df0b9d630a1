import { type Requester, workFor } from '../requester.ts';
import { Presence } from './presence.ts';
import { OverloadedError } from './turns.errors.ts';
import { Turns } from './turns.ts';

/**
 * So many queries, and as many mutations, of one account run at once while others are there: one more of theirs adds what it costs the
 * processor to every query of the others. Source: `npm run bench:flood`. An account of many users is held to one that computes at a
 * time, which is all that one core does; those that wait go on, twenty a second at least.
 */
const besideOthers = 1;

/** What an operation is for those beside it: a bulk is a mutation of many things. */
export type OperationKind = 'query' | 'mutation' | 'bulk';

interface Rule {
  /** So many of all accounts at once. Who waits longer than `waitMs` is better told so. */
  readonly max: number;
  /** So long an operation keeps the next one of its sort from beginning: one that waits for something else lets it go. */
  readonly turnMs: number;
  /** So many times as long as it took, or kept its turn, the account's next one is put off while others are there. */
  readonly rest: number;
}

/**
 * A mutation goes on for longer than a query, and two at once would be a flood. What follows a bulk (statistics, findings, indexes) takes as
 * long again as it does: without rests it would have a core to itself. Where an account is alone, eight at once store as much as more
 * do, and who comes then waits for no more. Source: the same.
 */
export const operationRules: Readonly<Record<OperationKind, Rule>> = {
  query: { max: 10_000, turnMs: 50, rest: 0 },
  mutation: { max: 10_000, turnMs: 1_000, rest: 0 },
  bulk: { max: 8, turnMs: 1_000, rest: 3 },
};
const waitMs = 30_000;

/**
 * Turns of accounts at what this process executes: while others are there, operations of one wait for each other. One that would
 * wait too long is refused with an OverloadedError.
 */
export class OperationTurns {
  readonly #turns: Readonly<Record<OperationKind, Turns>>;
  readonly #presence: Presence;
  readonly #now: () => number;

  constructor(now: () => number) {
    // Who only asks is there for those who write, too.
    this.#presence = new Presence(now);
    this.#now = now;
    const shared = { besideOthers, waitMs, now, presence: this.#presence, refusal: () => new OverloadedError() };
    const turns = ({ max }: Rule) => new Turns({ max, ...shared });
    const { query, mutation, bulk } = operationRules;
    this.#turns = { query: turns(query), mutation: turns(mutation), bulk: turns(bulk) };
  }

  isBesideOthers(accountId: string): boolean {
    return this.#presence.isBesideOthers(accountId);
  }

  async run<T>(kind: OperationKind, requester: Requester, work: () => T): Promise<Awaited<T>> {
    const { turnMs, rest } = operationRules[kind];
    const end = await this.#turns[kind].take(requester);
    let ended = false;
    const endTurn = () => {
      if (!ended) end();
      ended = true;
    };
    const began = this.#now();
    let rests = false;
    const restOr = (orElse: () => void) => {
      if (rests) return;
      rests = true;
      const restMs = this.isBesideOthers(requester.accountId) ? rest * (this.#now() - began) : 0;
      if (restMs > 0) setTimeout(endTurn, restMs);
      else orElse();
    };
    const timer = setTimeout(restOr, turnMs, endTurn);
    try {
      return await workFor({ ...requester, endTurn }, work);
    } finally {
      clearTimeout(timer);
      // Not at once: what is executed in one go would follow itself, and nobody else's turn would come.
      restOr(() => setImmediate(endTurn));
    }
  }
}
