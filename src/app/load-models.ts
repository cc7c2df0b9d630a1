import type { EmbeddingConfig } from '../platform/config/embedding-config.ts';
import { CachedEmbedder } from '../platform/embedding/cached-embedder.ts';
import type { Embedder } from '../platform/embedding/embedder.ts';
import { packagedModels } from '../platform/embedding/model-files.ts';
import { OpenAiEmbedder } from '../platform/embedding/openai-embedder.ts';
import { loadStaticEmbedder, type StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { loadRanking } from '../search/load-ranking.ts';
import type { Ranker } from '../search/ranking/turn.ts';
import { TextReader } from '../search/text-reader.ts';

/** All that search knows from data: loaded once, before the server says that it is ready. */
export interface Models {
  /** The table, whose rows and pieces ranking needs whatever else embeds. */
  readonly embedder: StaticEmbedder;
  /** Embeds questions, which many ask again. Passages come once: they would only push questions out. */
  readonly questions: CachedEmbedder;
  /** Embeds memories. */
  readonly passages: Embedder;
  /** Most memories of one write that are embedded in it; larger ones, and any where it is 0, are embedded after it. */
  readonly atOnce: number;
  readonly reader: TextReader;
  readonly ranker: Ranker;
}

/** Loads the embedding table, and the weights and patterns of ranking, from a folder: the package's own by default. */
export async function loadModels(
  config: EmbeddingConfig = { provider: 'static', modelDir: packagedModels },
): Promise<Models> {
  const embedder = await loadStaticEmbedder(config.modelDir);
  const { ranker, memoryPatterns } = await loadRanking(embedder.table, config.modelDir);
  const { passages, atOnce } = openEmbedder(config, embedder);
  const reader = new TextReader(embedder, memoryPatterns, { passages, atOnce });
  return { embedder, questions: new CachedEmbedder(passages), passages, atOnce, reader, ranker };
}

function openEmbedder(config: EmbeddingConfig, table: StaticEmbedder): Pick<Models, 'passages' | 'atOnce'> {
  if (config.provider === 'openai') return { passages: new OpenAiEmbedder(config), atOnce: 0 };
  return { passages: table, atOnce: Number.POSITIVE_INFINITY };
}
