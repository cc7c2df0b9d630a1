import { loadConfig } from '../platform/config/config.ts';
import { readEnvironment } from '../platform/config/env.ts';
import { buildWorker } from './build-worker.ts';
import { runUntilStopped } from './run-until-stopped.ts';
import { tellMistyped } from './tell-mistyped.ts';

/** Works off jobs by the settings of the environment, until it is stopped. */
export const startJobs = (): Promise<void> =>
  runUntilStopped(async () => {
    const config = loadConfig(ofOneProcess());
    tellMistyped(config);
    return await buildWorker(config);
  });

/** It reads the settings of servers beside it, and is one process however many those are: it shares its memory with none of them. */
const ofOneProcess = () => ({ ...readEnvironment(), WORKERS: '1' });
