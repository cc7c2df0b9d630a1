import { setTimeout as after } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Logger } from 'pino';
import type { Reach } from '../collection/reach.ts';
import type { Codec, TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Database } from '../platform/db/database.ts';
import { Snapshot } from '../platform/db/snapshot.ts';
import { keyOfParts } from '../platform/key-of-parts.ts';
import { ToldSeldom } from '../platform/told-seldom.ts';
import { type ContextPlan, type ContextRequest, type PlannedStrategy, plannedStrategies } from './context.ts';
import { messageShape } from './message-shape.ts';
import { type PlanningGround, planOfRules, strategiesByRules } from './plan.ts';
import { shapeOfScope } from './scope.store.ts';

/** A plan, regardless of the cache. */
export interface MadePlan {
  readonly strategies: readonly PlannedStrategy[];
  readonly plannedBy: 'rules' | 'model';
}

/** Encodes plans for the shared cache. */
export const planCodec: Codec<MadePlan> = {
  encode: ({ strategies, plannedBy }) => Buffer.from([plannedBy, ...strategies].join(' ')),
  decode: (bytes) => {
    const [plannedBy, ...names] = bytes.toString().split(' ');
    const strategies = names.flatMap((name) => plannedStrategies.find((one) => one === name) ?? []);
    const isKnown = (plannedBy === 'rules' || plannedBy === 'model') && strategies.length === names.length;
    return isKnown ? { strategies, plannedBy } : null;
  },
};

/** Chooses strategies for a composite message; rejects if it has no answer. */
export type PlanByModel = (message: string, choice: readonly PlannedStrategy[]) => Promise<readonly PlannedStrategy[]>;

export interface PlannerParts {
  readonly db: Database;
  readonly plans: Pick<TieredCache<MadePlan>, 'fetch'>;
  /** Null if no model is configured. */
  readonly byModel: PlanByModel | null;
  readonly log: Pick<Logger, 'warn'>;
}

/** A delay that users do not notice; a better plan is not worth a longer one. Source: Nielsen, Usability Engineering (1993), 5.5. */
const worthWaitingMs = 100;

/**
 * After this many consecutive failures, an account stops asking the model for a while: each call may cost something, and delays the
 * message.
 */
const mostFailures = 3;
const restMs = 30_000;
/** Maximum number of accounts whose failures are counted. */
const mostKnown = 1_000;

/** Makes plans for messages for which one search is not enough, and caches them by shape, never by content. */
export class Planner {
  readonly #parts: PlannerParts;
  readonly #withoutModel: ToldSeldom;
  /** How long the model took for its last plan; 0 if it has not made any. */
  #tookMs = 0;
  /** Number of consecutive failures, by account. */
  readonly #failures = new LRUCache<string, number>({ max: mostKnown, ttl: restMs });

  constructor(parts: PlannerParts) {
    this.#parts = parts;
    this.#withoutModel = new ToldSeldom((err, untold) =>
      parts.log.warn({ err, untold }, 'the model gave no plan: the rules do'),
    );
  }

  /**
   * A plan is made to its end even if the request that started it is gone: others may wait for it, or find it later. A slow model is
   * not waited for: the rules plan, and the model's plan is cached for the next message of this shape. Nor is any in a snapshot,
   * which holds a connection.
   */
  async plan(reach: Reach, request: ContextRequest, ground: PlanningGround): Promise<ContextPlan> {
    const { db, plans, byModel } = this.#parts;
    const { message, collectionIds } = request;
    const scope = await shapeOfScope(db, reach, collectionIds);
    const key = { accountId: reach.accountId, key: keyOfParts(reach.accountId, scope, ground, messageShape(message)) };
    const choosing = ground.queryClass === 'COMPLEX' ? byModel : null;
    const missed = Promise.withResolvers<null>();
    const planned = plans
      .fetch(key, () => {
        missed.resolve(null);
        return this.#make(reach, message, strategiesByRules(ground), choosing);
      })
      .catch((error) => {
        this.#withoutModel.note(error);
        return null;
      });
    const isSlow = choosing !== null && (this.#tookMs > worthWaitingMs || Snapshot.current !== null);
    // Also if this call did not miss the cache: it may be waiting for another request's plan.
    const late = isSlow ? [missed.promise, after(worthWaitingMs, null, { ref: false })] : [];
    const found = await Promise.race([planned, ...late]);
    if (found === null) return planOfRules(ground);
    const { value, hit } = found;
    return { strategies: value.strategies, cached: hit, plannedBy: hit ? 'cache' : value.plannedBy };
  }

  async #make(
    { accountId }: Reach,
    message: string,
    strategies: readonly PlannedStrategy[],
    choosing: PlanByModel | null,
  ): Promise<MadePlan> {
    if (choosing === null) return { strategies, plannedBy: 'rules' };
    const failures = this.#failures.get(accountId) ?? 0;
    // Throws, since a plan by rules would be cached.
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
