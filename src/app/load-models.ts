import { CachedEmbedder } from '../platform/embedding/cached-embedder.ts';
import { loadStaticEmbedder, type StaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { loadRanking } from '../search/load-ranking.ts';
import type { Ranker } from '../search/ranking/turn.ts';
import { TextReader } from '../search/text-reader.ts';

/** All that search knows from data: loaded once, before the server says that it is ready. */
export interface Models {
  readonly embedder: StaticEmbedder;
  /** Embeds questions, which many ask again. Passages come once: they would only push questions out. */
  readonly questions: CachedEmbedder;
  readonly reader: TextReader;
  readonly ranker: Ranker;
}

/** Loads the embedding table, and the weights and patterns of ranking, from a folder: the package's own by default. */
export async function loadModels(modelDir?: string): Promise<Models> {
  const embedder = await loadStaticEmbedder(modelDir);
  const { ranker, memoryPatterns } = await loadRanking(embedder.table, modelDir);
  return {
    embedder,
    questions: new CachedEmbedder(embedder),
    reader: new TextReader(embedder, memoryPatterns),
    ranker,
  };
}
