import { loadModels } from '../../src/app/load-models.ts';

/** What the package ships, loaded once for all test files of a process. */
export const models = await loadModels();
