import { join } from 'node:path';
import { allEnded } from '../platform/all-ended.ts';
import type { CacheConfig } from '../platform/config/cache-config.ts';
import type { Config } from '../platform/config/config.ts';
import type { EmbeddingConfig } from '../platform/config/embedding-config.ts';
import { CachedEmbedder } from '../platform/embedding/cached-embedder.ts';
import { e5Files, obtainModel } from '../platform/embedding/e5-encoder.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { packagedModels } from '../platform/embedding/model-files.ts';
import { OnnxEmbedder } from '../platform/embedding/onnx-embedder.ts';
import { OpenAiEmbedder, sentWith } from '../platform/embedding/openai-embedder.ts';
import { loadStaticEmbedder, type StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { WordMeanings } from '../platform/embedding/word-meanings.ts';
import { isThere } from '../platform/is-there.ts';
import { progressBar } from '../platform/progress-bar.ts';
import { endOf } from '../platform/start-parts.ts';
import { loadRanking } from '../search/load-ranking.ts';
import { crossEncoderIn } from '../search/rerank/cross-encoder.ts';
import { HttpReranker } from '../search/rerank/http-reranker.ts';
import { OnnxReranker } from '../search/rerank/onnx-reranker.ts';
import type { BoundedReranker } from '../search/rerank/ranking-reranker.ts';
import { TextReader } from '../search/text-reader.ts';

/** All models and data of search: loaded once, before the server is ready. Disposing ends their threads. */
export type Models = Awaited<ReturnType<typeof embedBy>>;

/** Whether the table embeds all texts, rather than a model that takes time or costs money. */
export const embedsByTable = ({ atOnce }: Pick<Models, 'atOnce'>): boolean => atOnce === Number.POSITIVE_INFINITY;

/** Loads the embedding table, and the weights and patterns of ranking, from a folder: the package's own by default. */
export async function loadModels(
  config: EmbeddingConfig = { provider: 'static', modelDir: packagedModels },
  kept: Partial<CacheConfig['embeddings']> = {},
): Promise<Models> {
  return await embedBy(await loadTable(await folderOfTable(config)), config, kept);
}

/** Loads the table and all that ranks by it, whatever model embeds. */
export async function loadTable(folder: string) {
  const embedder = await loadStaticEmbedder(folder);
  return { folder, embedder, ranking: await loadRanking(embedder.table, folder) };
}

export async function embedBy(
  { folder, embedder, ranking }: Awaited<ReturnType<typeof loadTable>>,
  config: EmbeddingConfig,
  kept: Partial<CacheConfig['embeddings']> = {},
) {
  const { ranker, memoryPatterns, name } = ranking;
  const { passages, atOnce, close } = await openEmbedder(config, embedder, folder);
  const reader = new TextReader(embedder, memoryPatterns, { passages, atOnce });
  const beside = config.provider === 'openai' ? sentWith(config, 'query') : '';
  const questions = new CachedEmbedder(passages, kept, beside);
  const meanings = new WordMeanings(embedder);
  const rankedBy = JSON.stringify([questions.model, beside, name]);
  endOf('table');
  return {
    /** The table; ranking needs its rows and pieces whatever model embeds. */
    embedder,
    /** What single words mean by it. One for all: it keeps the words it has read. */
    meanings,
    /** Embeds questions, with a cache since many recur. Passages come once: they would only evict questions. */
    questions,
    caches: [questions, meanings],
    /** Embeds memories. */
    passages,
    /** Most memories of a write that are embedded within it; larger writes, and all if it is 0, are embedded afterwards. */
    atOnce,
    reader,
    ranker,
    /** Identifies everything that decides what a question finds: rankings of other values are not reused. */
    rankedBy,
    [Symbol.asyncDispose]: async () => {
      await allEnded([close(), ranking[Symbol.asyncDispose]()]);
    },
  };
}

/** A folder with a custom model need not hold copies of what the package ships. */
async function folderOfTable({ provider, modelDir }: EmbeddingConfig): Promise<string> {
  if (await isThere(join(modelDir, 'static-e5-256.bin'))) return modelDir;
  const hasOwn = provider !== 'static' || (await crossEncoderIn(modelDir, packagedModels)) !== null;
  return hasOwn ? packagedModels : modelDir;
}

/** A write waits for this many texts of the model in the thread: about a tenth of a second. */
const onnxAtOnce = 16;

interface OpenEmbedder {
  readonly passages: Embedder;
  readonly atOnce: number;
  close(): Promise<void>;
}

async function openEmbedder(config: EmbeddingConfig, table: StaticEmbedder, tableDir: string): Promise<OpenEmbedder> {
  const close = async () => {};
  switch (config.provider) {
    case 'static':
      return { passages: table, atOnce: Number.POSITIVE_INFINITY, close };
    case 'openai':
      return { passages: new OpenAiEmbedder(config), atOnce: 0, close };
    case 'onnx': {
      const files = e5Files(config.modelDir, tableDir);
      await obtainModel(files.model, config.hubUrl, progressBar('fetching the embedding model', process.stderr));
      const passages = await OnnxEmbedder.open(files);
      return { passages, atOnce: onnxAtOnce, close: () => passages[Symbol.asyncDispose]() };
    }
  }
}

/** Opens the configured reranker, else the cross-encoder in the models' folder; null if there is neither. `starting` ends it. */
export async function openReranker(
  { rerank: { endpoint, deadlineMs }, embedding: { modelDir } }: Pick<Config, 'rerank' | 'embedding'>,
  starting: AsyncDisposableStack,
): Promise<BoundedReranker | null> {
  if (endpoint) return { reranker: new HttpReranker(endpoint), deadlineMs };
  const files = await crossEncoderIn(modelDir, packagedModels);
  return files && { reranker: starting.use(await OnnxReranker.open(files)), deadlineMs };
}
