import { hash } from 'node:crypto';
import { join } from 'node:path';
import { ModelFileError, packagedModels, readModelFile } from '../platform/embedding/model-files.ts';
import { PieceSimilarity } from '../platform/embedding/piece-similarity.ts';
import type { StaticTable } from '../platform/embedding/static-table.ts';
import { createRanker } from './ranking/ranker.ts';
import { RankingModelError } from './ranking/ranking-model.errors.ts';
import { type RankingModel, rankingModel } from './ranking/ranking-model.ts';
import type { Ranker } from './ranking/turn.ts';

/** What ranks answers, and the patterns by which memories are marked for it when they are written. */
interface LoadedRanking extends AsyncDisposable {
  readonly ranker: Ranker;
  readonly memoryPatterns: RankingModel['memoryPatterns'];
  /** Names the weights and patterns: equal for equal ones. */
  readonly name: string;
}

/**
 * Loads the weights of the re-scoring for an embedding table. `modelDir` is the folder of `fusion-weights.json`, the
 * package's own by default. Throws a ModelFileError where it is missing or broken, or was made for another table.
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
