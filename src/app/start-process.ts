import cluster from 'node:cluster';
import { type Config, loadConfig } from '../platform/config/config.ts';
import { readEnvironment } from '../platform/config/env.ts';
import { endOf } from '../platform/start-parts.ts';
import { runUntilStopped, type Work } from './run-until-stopped.ts';
import { tellMistyped } from './tell-mistyped.ts';

/** Serves, configured by the environment, until stopped. */
export const startProcess = (): Promise<void> => runUntilStopped(() => start(loadConfig(readEnvironment())));

/** Loads only the code that this process needs: a supervisor needs little. */
async function start(config: Config): Promise<Work> {
  if (!cluster.isWorker) tellMistyped(config);
  if (!config.cluster) {
    endOf('config');
    const [{ buildApp }, { announce }] = await Promise.all([import('./build-app.ts'), import('./announce.ts')]);
    endOf('imports');
    const app = await buildApp(config);
    await announce(app, config);
    return app;
  }
  if (cluster.isWorker) {
    const { serveAsWorker } = await import('./cluster/serve-as-worker.ts');
    return await serveAsWorker(config, config.cluster);
  }
  const { supervise } = await import('./cluster/supervise.ts');
  return await supervise(config, config.cluster);
}
