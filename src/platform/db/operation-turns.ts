import { type Requester, workFor } from '../requester.ts';
import { Presence } from './presence.ts';
import { Turns } from './turns.ts';

/**
 * So many queries, and as many mutations, of one account run at once while others are there: one more of theirs adds what it costs the
 * processor to every query of the others. Source: `npm run bench:flood`. An account of many users is held to one that computes at a
 * time, which is all that one core does; those that wait go on, twenty a second at least.
 */
const besideOthers = 1;
/**
 * So long an operation keeps the next one of its sort from beginning: a query that waits for something else lets it go; a bulk
 * goes on for longer, and two at once would be a flood. Source: the same.
 */
export const turnMs = { query: 50, mutation: 1_000 };
/** No more than this for all: who waits longer is better told so. */
const [most, waitMs] = [10_000, 30_000];

/** Turns of accounts at what this process executes: while others are there, operations of one wait for each other. */
export class OperationTurns {
  readonly #turns: Readonly<Record<keyof typeof turnMs, Turns>>;
  readonly #presence: Presence;

  constructor(now: () => number) {
    // Who only asks is there for those who write, too.
    this.#presence = new Presence(now);
    const options = { max: most, besideOthers, waitMs, now, presence: this.#presence };
    this.#turns = { query: new Turns(options), mutation: new Turns(options) };
  }

  isBesideOthers(accountId: string): boolean {
    return this.#presence.isBesideOthers(accountId);
  }

  async run<T>(kind: keyof typeof turnMs, requester: Requester, work: () => T): Promise<Awaited<T>> {
    const end = await this.#turns[kind].take(requester);
    let ended = false;
    const endTurn = () => {
      if (!ended) end();
      ended = true;
    };
    const timer = setTimeout(endTurn, turnMs[kind]);
    try {
      return await workFor({ ...requester, endTurn }, work);
    } finally {
      clearTimeout(timer);
      // Not at once: what is executed in one go would follow itself, and nobody else's turn would come.
      setImmediate(endTurn);
    }
  }
}
