import { hash } from 'node:crypto';
import { join } from 'node:path';
import { ModelFileError, packagedModels, readModelFile } from '../platform/embedding/model-files.ts';
import { PieceSimilarity } from '../platform/embedding/piece-similarity.ts';
import type { StaticTable } from '../platform/embedding/static-table.ts';
import type { Ranker } from './ranking/engine-port.ts';
import { createRanker } from './ranking/ranker.ts';
import { RankingModelError } from './ranking/ranking-model.errors.ts';
import { type RankingModel, rankingModel } from './ranking/ranking-model.ts';

/** The ranker, and the patterns that mark memories for it when they are written. */
interface LoadedRanking extends AsyncDisposable {
  readonly ranker: Ranker;
  readonly memoryPatterns: RankingModel['memoryPatterns'];
  /** Hash of the weights and patterns. */
  readonly name: string;
}

/**
 * Loads the weights of the re-scoring for an embedding table. `modelDir` is the folder of `fusion-weights.json`, the
 * package's own by default. Throws a ModelFileError if the file is missing, broken, or made for another table.
 */
export async function loadRanking(table: StaticTable, modelDir: string = packagedModels): Promise<LoadedRanking> {
  const path = join(modelDir, 'fusion-weights.json');
  const content = await readModelFile(path, (file) => file.readFile('utf8'));
  try {
    const model = rankingModel(JSON.parse(content), table);
    const similarity = new PieceSimilarity(table);
    return {
      ranker: createRanker(model, similarity),
      memoryPatterns: model.memoryPatterns,
      name: hash('sha256', content, 'base64url'),
      [Symbol.asyncDispose]: () => similarity[Symbol.asyncDispose](),
    };
  } catch (error) {
    if (!(error instanceof RankingModelError || error instanceof SyntaxError)) throw error;
    throw new ModelFileError(path, error.message, { cause: error });
  }
}
