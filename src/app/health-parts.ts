import type { HealthPart } from '../operations/health.ts';
import type { Config } from '../platform/config/config.ts';
import { endpointProbe } from '../platform/http/endpoint-probe.ts';
import type { StartedDatabase } from './start-database.ts';

type Parts = Pick<StartedDatabase, 'wakeUps' | 'replica' | 'mirror'>;
type Settings = Pick<Config, 'embedding' | 'llm' | 'rerank'>;

/** What may be away beside the database; a part that is not configured is there without a check. */
export function healthParts(config: Settings, { wakeUps, replica, mirror }: Parts): readonly HealthPart[] {
  const { embedding, llm, rerank } = config;
  const endpoint = (name: string, url: string | undefined): HealthPart => ({
    name,
    vital: false,
    check: url === undefined ? null : endpointProbe(url),
  });
  return [
    { name: 'redis', vital: false, check: wakeUps && (() => wakeUps.check()) },
    { name: 'replica', vital: false, check: replica && (async () => `${await replica.lagBytes()} bytes behind`) },
    { name: 'neo4j', vital: false, check: mirror && (() => answers(mirror)) },
    endpoint('embeddings endpoint', embedding.provider === 'openai' ? embedding.baseUrl : undefined),
    endpoint('language model', llm?.baseUrl),
    endpoint('reranker', rerank.endpoint?.baseUrl),
  ];
}

/** Throws, with what is wrong, where the graph cannot be walked through. */
async function answers({ store }: NonNullable<StartedDatabase['mirror']>): Promise<null> {
  const { status, detail } = await store.health();
  if (status !== 'OK') throw new Error(detail ?? 'it does not answer');
  return null;
}
