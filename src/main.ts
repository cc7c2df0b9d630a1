import cluster from 'node:cluster';
import { runUntilStopped, type Work } from './app/run-until-stopped.ts';
import { type Config, loadConfig } from './platform/config/config.ts';
import { readEnvironment } from './platform/config/env.ts';
import { endOf } from './platform/start-parts.ts';

await runUntilStopped(() => start(loadConfig(readEnvironment())));

/** Loads what this process needs: one that only watches over workers needs little. */
async function start(config: Config): Promise<Work> {
  if (!config.cluster) {
    endOf('config');
    const { startServer } = await import('./app/start-server.ts');
    endOf('imports');
    return await startServer(config);
  }
  if (cluster.isWorker) {
    const { serveAsWorker } = await import('./app/cluster/serve-as-worker.ts');
    return await serveAsWorker(config, config.cluster);
  }
  const { supervise } = await import('./app/cluster/supervise.ts');
  return await supervise(config, config.cluster);
}
