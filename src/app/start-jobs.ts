import { loadConfig } from '../platform/config/config.ts';
import { readEnvironment } from '../platform/config/env.ts';
import { buildWorker } from './build-worker.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { tellMistyped } from './tell-mistyped.ts';

/** Runs background jobs, configured by the environment, until stopped. */
export const startJobs = (): Promise<void> =>
  runUntilStopped(async () => {
    const config = loadConfig(ofOneProcess());
    tellMistyped(config);
    return await buildWorker(config);
  });

/** It reads the servers' settings, but is a single process whatever their number of workers: it shares its memory with none. */
const ofOneProcess = () => ({ ...readEnvironment(), WORKERS: '1' });
