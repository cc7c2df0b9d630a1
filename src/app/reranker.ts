import type { Config } from '../platform/config/config.ts';
import { HttpReranker } from '../search/rerank/http-reranker.ts';
import type { BoundedReranker } from '../search/rerank/ranking-reranker.ts';

/** The reranker of the settings; null where they name none. */
export function buildReranker(config: Config['rerank']): BoundedReranker | null {
  return config && { reranker: new HttpReranker(config), deadlineMs: config.deadlineMs };
}
