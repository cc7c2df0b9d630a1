import type { Logger } from 'pino';
import { type ContextParts, ContextService } from '../context/context.service.ts';
import { planByModel } from '../context/plan-by-model.ts';
import { type MadePlan, type PlanByModel, Planner, planCodec } from '../context/planner.ts';
import type { WindowBounds } from '../conversation/window.ts';
import type { CacheTier } from '../platform/cache/cache.ts';
import { TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { tokenCounterLoader } from '../platform/tokens/token-counter.ts';

/** The parts of gathering context that depend on the settings. */
export interface ContextWiring {
  readonly plans: TieredCache<MadePlan>;
  /** Null if no model is configured. */
  readonly planByModel: PlanByModel | null;
  /** True for the embedded database, which has one connection. */
  readonly serial: boolean;
  /** How much of the end of a conversation may be read. */
  readonly window: WindowBounds;
}

/** Approximate size of a strategy's name. */
const strategyBytes = 32;

/** `shared`: where processes share plans; null: nowhere. */
export const wireContext = (
  { caches: { plans }, context: { window }, database }: Pick<Config, 'caches' | 'context' | 'database'>,
  model: LanguageModel | null,
  shared: CacheTier | null = null,
): ContextWiring => ({
  plans: planCache(plans, shared),
  planByModel: model && planByModel(model),
  serial: database.kind === 'embedded',
  window,
});

const planCache = ({ bytes: maxBytes, ttlMs }: Config['caches']['plans'], shared: CacheTier | null) =>
  new TieredCache<MadePlan>({
    name: 'context plans',
    maxBytes,
    ttlMs,
    sizeOf: ({ strategies }) => strategies.length * strategyBytes,
    codec: planCodec,
    shared,
  });

type Gathered = Pick<
  ContextParts,
  'finder' | 'memories' | 'messages' | 'conversations' | 'recall' | 'narratives' | 'graph' | 'vectorsMayBeLate'
>;

export function buildContext(
  { plans, planByModel: byModel, serial, window }: ContextWiring,
  { db, log, ...gathered }: Gathered & { readonly db: Database; readonly log: Logger },
): ContextService {
  const contextLog = log.child({ part: 'context' });
  return new ContextService({
    ...gathered,
    planner: new Planner({ db, plans, byModel, log: contextLog }),
    window,
    loadTokens: tokenCounterLoader(),
    serial,
    log: contextLog,
  });
}
