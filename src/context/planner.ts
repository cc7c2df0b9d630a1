import { hash } from 'node:crypto';
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

/** Makes plans for messages that one search does not answer, and keeps them: by shape, never by content. */
export class Planner {
  readonly #parts: PlannerParts;
  readonly #withoutModel: ToldSeldom;

  constructor(parts: PlannerParts) {
    this.#parts = parts;
    this.#withoutModel = new ToldSeldom((err, untold) =>
      parts.log.warn({ err, untold }, 'the model gave no plan: the rules do'),
    );
  }

  /** Others may wait for the same plan, and find it later: whoever asks first may leave, and it is made all the same. */
  async plan(reach: Reach, request: ContextRequest, ground: PlanningGround): Promise<ContextPlan> {
    const { db, plans } = this.#parts;
    const { message, collectionIds } = request;
    const scope = await shapeOfScope(db, reach, collectionIds);
    try {
      const key = { accountId: reach.accountId, key: keyOf(reach, scope, ground, messageShape(message)) };
      const { value, hit } = await plans.fetch(key, () => this.#make(message, ground));
      return { strategies: value.strategies, cached: hit, plannedBy: hit ? 'cache' : value.plannedBy };
    } catch (error) {
      this.#withoutModel.note(error);
      return { strategies: planByRules(ground), cached: false, plannedBy: 'rules' };
    }
  }

  async #make(message: string, ground: PlanningGround): Promise<MadePlan> {
    const { byModel } = this.#parts;
    const strategies = planByRules(ground);
    if (byModel === null || ground.queryClass !== 'COMPLEX') return { strategies, plannedBy: 'rules' };
    return { strategies: await byModel(message, strategies), plannedBy: 'model' };
  }
}

const keyOf = (reach: Reach, scope: string, ground: PlanningGround, shape: string): string =>
  hash('sha256', JSON.stringify([reach.accountId, scope, ground, shape]), 'base64url');
