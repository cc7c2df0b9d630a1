import { RequestTimes } from '../request-times.ts';
import { LoopLoad } from './loop-load.ts';
import { Presence } from './presence.ts';
import { type Requester, workFor } from './requester.ts';
import { OverloadedError, ServerBusyError } from './turns.errors.ts';
import { Turns } from './turns.ts';

/**
 * Maximum concurrent queries, and as many mutations, of one account while others are active: one more adds its CPU
 * time to every query of the others. Source: `npm run bench:flood`. An account with many users is then limited to one computing
 * operation at a time, which is all that one core can do; those that wait get turns at a rate of at least twenty per second.
 */
const besideOthers = 1;

/** How an operation affects others; a bulk is a mutation of many objects. */
export type OperationKind = 'query' | 'mutation' | 'bulk';

interface Rule {
  /** Maximum number at once, of all accounts. A caller that would wait longer than `waitMs` is refused. */
  readonly max: number;
  /** How long an operation blocks the next one of its kind; one that waits for something else gives up its turn. */
  readonly turnMs: number;
  /** Rest before the account's next turn while others are active, as a multiple of how long this one took or held its turn. */
  readonly rest: number;
  /**
   * Rests even if no other operation of the account waits, since the work that follows it takes long. Omitted: rests only if another waits, because an
   * account that sends one after the other floods nobody.
   */
  readonly restsAlways?: true;
}

/**
 * Mutations get longer turns than queries: two at once would be a flood, and so would one right after the other. What follows a bulk
 * (statistics, findings, indexes) takes as long again as the bulk itself: without rests it would keep a core to itself. For an account that is
 * alone, eight at once store as much as more would, and an account that then arrives waits for no more than these. Source: the same.
 */
export const operationRules: Readonly<Record<OperationKind, Rule>> = {
  query: { max: 10_000, turnMs: 50, rest: 0 },
  mutation: { max: 10_000, turnMs: 1_000, rest: 0.5 },
  bulk: { max: 8, turnMs: 1_000, rest: 3, restsAlways: true },
};
const waitMs = 30_000;

/**
 * Operations of all accounts that are worked on at the same time while the event loop is full, and how long others wait from their arrival until there is
 * room: as long as for a connection. More would all wait inside, with what they have read. Source: `npm run load -- --profile throughput`. A server that
 * starts with a hundred collections to load is over it in half a minute, and who waits meanwhile is still served; what stands for longer stays.
 */
const room = { max: 50, waitMs: 10_000, standing: { afterMs: 30_000, waitMs: 1_000 } };

/**
 * Schedules the operations of accounts in this process: while others are active, an account's operations run one after another, and while the
 * event loop is full, only so many of all. One that would wait too long is refused with an OverloadedError or a ServerBusyError.
 */
export class OperationTurns {
  readonly #turns: Readonly<Record<OperationKind, Turns>>;
  readonly #room: Turns;
  /** Shared by all kinds, so that an account that only reads counts as present for those that write. */
  readonly #presence = new Presence();

  /** `load`: of the event loop. */
  constructor(load: Pick<LoopLoad, 'isFull'> = new LoopLoad()) {
    const presence = this.#presence;
    const shared = { besideOthers, waitMs, presence, refusal: () => new OverloadedError() };
    const turns = ({ max }: Rule) => new Turns({ max, ...shared });
    const { query, mutation, bulk } = operationRules;
    this.#turns = { query: turns(query), mutation: turns(mutation), bulk: turns(bulk) };
    const refusal = () => new ServerBusyError();
    this.#room = new Turns({ ...room, besideOthers: room.max, presence, areScarce: () => load.isFull, refusal });
  }

  isBesideOthers(accountId: string): boolean {
    return this.#presence.isBesideOthers(accountId);
  }

  async run<T>(kind: OperationKind, requester: Requester, work: () => T): Promise<Awaited<T>> {
    const { turnMs, rest, restsAlways = false } = operationRules[kind];
    const turns = this.#turns[kind];
    const endTurn = once(await turns.take(requester));
    const began = performance.now();
    let rests = false;
    const restOr = (orElse: () => void) => {
      if (rests) return;
      rests = true;
      const mayRest = restsAlways || turns.isAwaitedBy(requester.accountId);
      const restMs = mayRest && this.isBesideOthers(requester.accountId) ? rest * (performance.now() - began) : 0;
      if (restMs > 0) setTimeout(endTurn, restMs);
      else orElse();
    };
    const timer = setTimeout(restOr, turnMs, endTurn);
    try {
      // Before its turn a bulk rests, as its account shall.
      const arrivedAt = kind === 'bulk' ? undefined : RequestTimes.current?.startedAt;
      return await this.#inRoom({ ...requester, endTurn }, arrivedAt, work);
    } finally {
      clearTimeout(timer);
      // Not immediately: operations that run synchronously would follow each other, and nobody else would get a turn.
      restOr(() => setImmediate(endTurn));
    }
  }

  /** Works once there is room. What waits for something else ends its turn and leaves the room. `since`: see `Turns.take`. */
  async #inRoom<T>(requester: Requester, since: number | undefined, work: () => T): Promise<Awaited<T>> {
    let place: Promise<() => void> | null = this.#room.take(requester, since);
    await place;
    const leave = () => {
      const left = place;
      place = null;
      // Who waits for a place that is refused learns it from there.
      left?.then((end) => end()).catch(() => {});
    };
    const wait = () => {
      requester.endTurn?.();
      leave();
    };
    let isOver = false;
    // Several searches of one operation go on together. One that is late for its answer takes no place: nothing would leave it.
    const goOn = async () => {
      if (isOver) return;
      place ??= this.#room.take(requester);
      await place;
    };
    try {
      return await workFor({ ...requester, endTurn: wait, goOn }, work);
    } finally {
      isOver = true;
      leave();
    }
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) work();
    isDone = true;
  };
}
