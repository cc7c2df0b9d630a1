import { z } from 'zod';
import type { HealthPart } from '../operations/health.ts';
import type { Config } from '../platform/config/config.ts';
import type { Models } from './load-models.ts';
import type { StartedDatabase } from './start-database.ts';

type Parts = Pick<StartedDatabase, 'wakeUps' | 'replica' | 'mirror' | 'languageModels'>;
type Settings = Pick<Config, 'auth' | 'embedding' | 'llm' | 'rerank'>;
type Passages = Pick<Models['passages'], 'isFailing'>;

/** The parts beside the database that may be unreachable; a part that is not configured has no check. */
export function healthParts(
  { auth, embedding, llm, rerank }: Settings,
  { wakeUps, replica, mirror, languageModels }: Parts,
  passages: Passages,
): readonly HealthPart[] {
  const embeddings = embedding.provider === 'openai' ? embedding.baseUrl : undefined;
  return [
    { name: 'redis', vital: false, check: wakeUps && (() => wakeUps.check()) },
    { name: 'replica', vital: false, check: replica && (async () => `${await replica.lagBytes()} bytes behind`) },
    { name: 'neo4j', vital: false, check: mirror && (() => mirror.connection.check()) },
    endpoint('embeddings endpoint', embeddings, () => (passages.isFailing ? 'vectors' : null)),
    endpoint('language model', llm?.baseUrl, () =>
      languageModels.some(({ isFailing }) => isFailing) ? 'answer' : null,
    ),
    endpoint('reranker', rerank.endpoint?.baseUrl),
    { name: 'signing keys', vital: false, check: auth.jwksUrl === null ? null : endpointProbe(auth.jwksUrl, readKeys) },
  ];
}

/** A reachable endpoint may still refuse its key or give useless answers: `missed` names what its last use failed to get, or null. */
function endpoint(name: string, url: string | undefined, missed: () => string | null = () => null): HealthPart {
  const probe = url === undefined ? null : endpointProbe(url);
  const check = async () => {
    const said = probe && (await probe());
    const what = missed();
    if (what !== null) throw new Error(`it gave no ${what} when it was last asked: the log says why`);
    return said;
  };
  return { name, vital: false, check: probe && check };
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
