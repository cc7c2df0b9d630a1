import { hash } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Reach } from '../collection/reach.ts';
import type { Codec, TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Database } from '../platform/db/database.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { type ContextPlan, type ContextRequest, type ContextStrategy, contextStrategies } from './context.ts';
import { messageShape } from './message-shape.ts';
import { type PlanningGround, planByRules } from './plan.ts';
import { shapeOfScope } from './scope.store.ts';

/** A plan without what became of it in the cache. */
export interface MadePlan {
  readonly strategies: readonly ContextStrategy[];
  readonly plannedBy: 'rules' | 'model';
}

/** Plans as processes hand them to each other. */
export const planCodec: Codec<MadePlan> = {
  encode: ({ strategies, plannedBy }) => Buffer.from([plannedBy, ...strategies].join(' ')),
  decode: (bytes) => {
    const [plannedBy, ...names] = bytes.toString().split(' ');
    const strategies = names.flatMap((name) => contextStrategies.find((one) => one === name) ?? []);
    const isKnown = (plannedBy === 'rules' || plannedBy === 'model') && strategies.length === names.length;
    return isKnown ? { strategies, plannedBy } : null;
  },
};

/** Chooses strategies for a message of several parts; rejects where it has no answer. */
export type PlanByModel = (message: string, choice: readonly ContextStrategy[]) => Promise<readonly ContextStrategy[]>;

export interface PlannerParts {
  readonly db: Database;
  readonly plans: Pick<TieredCache<MadePlan>, 'fetch'>;
  /** Null where no model is configured. */
  readonly byModel: PlanByModel | null;
  readonly log: Pick<Logger, 'warn'>;
}

/** A wait that nobody notices: who waits longer for a better plan is served worse. Source: Nielsen, Usability Engineering (1993), 5.5. */
const worthWaitingMs = 100;

/** After so many failures in a row an account asks the model no more for a while: each call may cost something, and has the message wait. */
const mostFailures = 3;
const restMs = 30_000;
/** Accounts of which that is known. */
const mostKnown = 1_000;

/** Makes plans for messages that one search does not answer, and keeps them: by shape, never by content. */
export class Planner {
  readonly #parts: PlannerParts;
  readonly #withoutModel: ToldSeldom;
  /** How long the model took for its last plan; 0 as long as it has made none. */
  #tookMs = 0;
  /** How often it gave none in a row, by account. */
  readonly #failures = new LRUCache<string, number>({ max: mostKnown, ttl: restMs });

  constructor(parts: PlannerParts) {
    this.#parts = parts;
    this.#withoutModel = new ToldSeldom((err, untold) =>
      parts.log.warn({ err, untold }, 'the model gave no plan: the rules do'),
    );
  }

  /**
   * Others may wait for the same plan, and find it later: whoever asks first may leave, and it is made all the same. A model that is slow is
   * not waited for: the rules answer, and what it plans is there for the next message of this shape.
   */
  async plan(reach: Reach, request: ContextRequest, ground: PlanningGround): Promise<ContextPlan> {
    const { db, plans, byModel } = this.#parts;
    const { message, collectionIds } = request;
    const scope = await shapeOfScope(db, reach, collectionIds);
    const key = { accountId: reach.accountId, key: keyOf(reach, scope, ground, messageShape(message)) };
    const choosing = ground.queryClass === 'COMPLEX' ? byModel : null;
    const missed = Promise.withResolvers<null>();
    const planned = plans
      .fetch(key, () => {
        missed.resolve(null);
        return this.#make(reach, message, planByRules(ground), choosing);
      })
      .catch((error) => {
        this.#withoutModel.note(error);
        return null;
      });
    const isSlow = choosing !== null && this.#tookMs > worthWaitingMs;
    // Where it was not missed, another request may be waiting for it.
    const late = isSlow ? [missed.promise, after(worthWaitingMs, null, { ref: false })] : [];
    const found = await Promise.race([planned, ...late]);
    if (found === null) return { strategies: planByRules(ground), cached: false, plannedBy: 'rules' };
    const { value, hit } = found;
    return { strategies: value.strategies, cached: hit, plannedBy: hit ? 'cache' : value.plannedBy };
  }

  async #make(
    { accountId }: Reach,
    message: string,
    strategies: readonly ContextStrategy[],
    choosing: PlanByModel | null,
  ): Promise<MadePlan> {
    if (choosing === null) return { strategies, plannedBy: 'rules' };
    const failures = this.#failures.get(accountId) ?? 0;
    // A plan of the rules would be kept.
    if (failures >= mostFailures) throw new Error(`The model gave no plan ${failures} times in a row`);
    const began = performance.now();
    try {
      const chosen = await choosing(message, strategies);
      this.#failures.delete(accountId);
      return { strategies: chosen, plannedBy: 'model' };
    } catch (error) {
      this.#failures.set(accountId, failures + 1);
      throw error;
    } finally {
      this.#tookMs = performance.now() - began;
    }
  }
}

const keyOf = (reach: Reach, scope: string, ground: PlanningGround, shape: string): string =>
  hash('sha256', JSON.stringify([reach.accountId, scope, ground, shape]), 'base64url');
