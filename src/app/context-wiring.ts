import type { Logger } from 'pino';
import { type ContextParts, ContextService } from '../context/context.service.ts';
import { planByModel } from '../context/plan-by-model.ts';
import { type MadePlan, Planner, planCodec } from '../context/planner.ts';
import type { CacheTier } from '../platform/cache/cache.ts';
import { TieredCache } from '../platform/cache/tiered-cache.ts';
import type { Config } from '../platform/config/config.ts';
import type { Database } from '../platform/db/database.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { tokenCounterLoader } from '../platform/tokens/token-counter.ts';

/** Approximate size of a strategy's name. */
const strategyBytes = 32;

/** The parts of gathering context that depend on the settings. `shared`: where processes share plans; null: nowhere. */
export const wireContext = (
  { caches: { plans }, context: { window }, database }: Pick<Config, 'caches' | 'context' | 'database'>,
  model: LanguageModel | null,
  shared: CacheTier | null = null,
) => ({
  plans: planCache(plans, shared),
  /** Null if no model is configured. */
  planByModel: model && planByModel(model),
  /** The embedded database has one connection. */
  serial: database.kind === 'embedded',
  window,
});
export type ContextWiring = ReturnType<typeof wireContext>;

const planCache = ({ bytes: maxBytes, ttlMs }: Config['caches']['plans'], shared: CacheTier | null) =>
  new TieredCache<MadePlan>({
    name: 'context plans',
    maxBytes,
    ttlMs,
    sizeOf: ({ strategies }) => strategies.length * strategyBytes,
    codec: planCodec,
    shared,
  });

/** What context is gathered from. */
type Gathered = Omit<ContextParts, 'planner' | 'window' | 'loadTokens' | 'serial' | 'log'>;

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
