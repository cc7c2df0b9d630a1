import { embedBy, loadTable, type Models } from '../../src/app/load-models.ts';
import { packagedModels } from '../../src/platform/embedding/model-files.ts';

const modelDir = packagedModels;
const table = await loadTable(modelDir);

/** The models that the package ships, loaded once for all test files of a process. */
export const models = await embedBy(table, { provider: 'static', modelDir });

/** The same models, but with an embedding endpoint. */
export function remoteModels(endpoint: { readonly baseUrl: string }, model: string, batchSize = 32): Promise<Models> {
  const { baseUrl } = endpoint;
  const nothing = { apiKey: null, prefixes: { query: '', passage: '' }, fields: { query: {}, passage: {} } };
  return embedBy(table, { provider: 'openai', modelDir, baseUrl, model, batchSize, timeoutMs: 5_000, ...nothing });
}
