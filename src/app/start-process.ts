import cluster from 'node:cluster';
import { type Config, loadConfig } from '../platform/config/config.ts';
import { readEnvironment } from '../platform/config/env.ts';
import { createLogger } from '../platform/logger.ts';
import { endOf } from '../platform/start-parts.ts';
import { runUntilStopped, type Work } from './run-until-stopped.ts';

/** Serves, configured by the environment, until stopped. */
export const startProcess = (): Promise<void> => runUntilStopped(() => start(loadConfig(readEnvironment())));

/**
 * Runs background jobs, configured by the environment, until stopped. Reads the servers' settings, but is a single process whatever
 * their number of workers: it shares its memory with none.
 */
export const startJobs = (): Promise<void> =>
  runUntilStopped(async () => {
    const config = loadConfig({ ...readEnvironment(), WORKERS: '1' });
    tellMistyped(config);
    const { buildWorker } = await import('./build-worker.ts');
    return await buildWorker(config);
  });

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

/** Warns of variables that look like mistyped settings: the intended settings keep their defaults. */
function tellMistyped({ mistyped, logLevel }: Config): void {
  if (mistyped.length === 0) return;
  const log = createLogger(logLevel).child({ part: 'settings' });
  for (const { given, meant } of mistyped)
    log.warn(`${given} is no setting and is not read; ${meant} is one, and is not set`);
}
