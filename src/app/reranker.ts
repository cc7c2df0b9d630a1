import type { Config } from '../platform/config/config.ts';
import { packagedModels } from '../platform/embedding/model-files.ts';
import { crossEncoderIn } from '../search/rerank/cross-encoder.ts';
import { HttpReranker } from '../search/rerank/http-reranker.ts';
import { OnnxReranker } from '../search/rerank/onnx-reranker.ts';
import type { BoundedReranker } from '../search/rerank/ranking-reranker.ts';

/** Opens the configured reranker, else the cross-encoder in the models' folder; null if there is neither. `starting` ends it. */
export async function openReranker(
  { rerank: { endpoint, deadlineMs }, embedding: { modelDir } }: Pick<Config, 'rerank' | 'embedding'>,
  starting: AsyncDisposableStack,
): Promise<BoundedReranker | null> {
  if (endpoint) return { reranker: new HttpReranker(endpoint), deadlineMs };
  const files = await crossEncoderIn(modelDir, packagedModels);
  return files && { reranker: starting.use(await OnnxReranker.open(files)), deadlineMs };
}
