import { buildWorker } from './app/build-worker.ts';
import { runUntilStopped } from './app/run-until-stopped.ts';
import { loadConfig } from './platform/config/config.ts';
import { readEnvironment } from './platform/config/env.ts';

await runUntilStopped(async () => buildWorker(loadConfig(readEnvironment())));
