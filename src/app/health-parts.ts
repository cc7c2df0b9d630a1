import type { HealthPart } from '../operations/health.ts';
import type { Config } from '../platform/config/config.ts';
import { endpointProbe } from '../platform/http/endpoint-probe.ts';
import type { Models } from './load-models.ts';
import type { StartedDatabase } from './start-database.ts';

type Parts = Pick<StartedDatabase, 'wakeUps' | 'replica' | 'mirror'>;
type Settings = Pick<Config, 'embedding' | 'llm' | 'rerank'>;
type Passages = Pick<Models['passages'], 'isFailing'>;

/** What may be away beside the database; a part that is not configured is there without a check. */
export function healthParts(
  { embedding, llm, rerank }: Settings,
  { wakeUps, replica, mirror }: Parts,
  passages: Passages,
): readonly HealthPart[] {
  const endpoint = (name: string, url: string | undefined): HealthPart => ({
    name,
    vital: false,
    check: url === undefined ? null : endpointProbe(url),
  });
  const embeddings = endpoint('embeddings endpoint', embedding.provider === 'openai' ? embedding.baseUrl : undefined);
  return [
    { name: 'redis', vital: false, check: wakeUps && (() => wakeUps.check()) },
    { name: 'replica', vital: false, check: replica && (async () => `${await replica.lagBytes()} bytes behind`) },
    { name: 'neo4j', vital: false, check: mirror && (() => mirror.connection.check()) },
    { ...embeddings, check: embeddings.check && (() => vectorsOf(passages, embeddings)) },
    endpoint('language model', llm?.baseUrl),
    endpoint('reranker', rerank.endpoint?.baseUrl),
  ];
}

/** An endpoint that is there may still refuse its key, or answer what is no vector: who asked it last knows. */
async function vectorsOf(passages: Passages, { check }: HealthPart): Promise<string | null> {
  const said = check && (await check());
  if (passages.isFailing) throw new Error('it gave no vectors when it was last asked: the log says why');
  return said;
}
