import { z } from 'zod';
import type { HealthPart } from '../operations/health.ts';
import type { Config } from '../platform/config/config.ts';
import type { LastCall } from '../platform/last-call.ts';
import type { BoundedReranker } from '../search/rerank/ranking-reranker.ts';
import type { Models } from './load-models.ts';
import type { StartedDatabase } from './start-database.ts';

type Parts = Pick<StartedDatabase, 'wakeUps' | 'replica' | 'mirror' | 'languageModels'>;
type Settings = Pick<Config, 'auth' | 'embedding' | 'llm' | 'rerank'>;

/** The models that may be behind endpoints. */
export interface EndpointModels extends Pick<Models, 'passages'> {
  readonly rerank: BoundedReranker | null;
}

/** The parts beside the database that may be unreachable; a part that is not configured has no check. */
export function healthParts(
  { auth, embedding, llm, rerank }: Settings,
  { wakeUps, replica, mirror, languageModels }: Parts,
  { passages, rerank: reranking }: EndpointModels,
): readonly HealthPart[] {
  const embeddings = embedding.provider === 'openai' ? embedding.baseUrl : undefined;
  return [
    { name: 'redis', check: wakeUps && (() => wakeUps.check()) },
    { name: 'replica', check: replica && (async () => `${await replica.lagBytes()} bytes behind`) },
    { name: 'neo4j', check: mirror && (() => mirror.connection.check()) },
    endpoint('embeddings endpoint', embeddings, [passages]),
    endpoint('language model', llm?.baseUrl, languageModels),
    endpoint('reranker', rerank.endpoint?.baseUrl, reranking ? [reranking.reranker] : []),
    { name: 'signing keys', check: auth.jwksUrl === null ? null : endpointProbe(auth.jwksUrl, readKeys) },
  ];
}

/**
 * A reachable endpoint may still refuse its key or give useless answers: it is healthy if nothing failed when its models were last
 * called. A call that succeeded says as much as a probe: one that works for long answers no probe meanwhile.
 */
function endpoint(
  name: string,
  url: string | undefined,
  models: readonly { readonly lastCall?: LastCall }[],
): HealthPart {
  const probe = url === undefined ? null : endpointProbe(url);
  const check = async () => {
    const calls = models.flatMap(({ lastCall = [] }) => lastCall);
    if (!calls.some((call) => call.succeededWithin(keepMs))) await probe?.();
    const failure = calls.map((call) => call.failure).find((reason) => reason !== null);
    if (failure !== undefined) throw new Error(`its last call failed: ${failure}`);
    return null;
  };
  return { name, check: probe && check };
}

const patienceMs = 1_500;
const keepMs = 30_000;

/**
 * Returns a probe of a URL; by default of whether anything answers there, whatever its status: it requests nothing that costs money, and
 * sends no key. Results are cached for half a minute. Rejects if nothing answers.
 */
export function endpointProbe(url: string, look = askForAnything): () => Promise<null> {
  let last: { readonly at: number; readonly found: Promise<null> } | null = null;
  return () => {
    const at = performance.now();
    if (last === null || at - last.at > keepMs) last = { at, found: look(url) };
    return last.found;
  };
}

async function askForAnything(url: string): Promise<null> {
  try {
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) });
    await response.body?.cancel();
    return null;
  } catch {
    // fetch's error contains the URL, which may hold more than operators should see.
    throw new Error('nothing answers there');
  }
}

async function readKeys(url: string): Promise<null> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
  if (answer === null) throw new Error('nothing answers at JWKS_URL');
  const keys = keySet.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !keys.success) throw new Error(`JWKS_URL gives no keys: it answers ${answer.status}`);
  return null;
}

const keySet = z.object({ keys: z.array(z.object({ kty: z.string() })) });
