import type { ClusterConfig, Config } from '../../platform/config/config.ts';
import { createLogger } from '../../platform/logger.ts';
import { orAfter } from '../../platform/or-after.ts';
import { type App, buildApp } from '../build-app.ts';
import type { Work } from '../run-until-stopped.ts';
import { retirementWithin } from './retirement.ts';
import { WorkerLink } from './worker-link.ts';

const lookEveryMs = 500;
/** How long a successor waits for the database: until it has it, requests go to the workers that do. */
const databaseMs = 30_000;

/**
 * Service managers and terminals signal the whole process group, so a worker is stopped twice: by its own signal and by the
 * supervisor, which also kills it if it takes too long. The second signal must not cut off the shutdown that the first began.
 */
function outliveRepeatedSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
}

/** Serves as one of several processes on one port, until told to leave. */
export async function serveAsWorker(config: Config, cluster: ClusterConfig): Promise<Work> {
  outliveRepeatedSignals();
  const log = createLogger(config.logLevel);
  let serving: App | null = null;
  // May be read before it serves; there are no readings yet then.
  const link = new WorkerLink(process, async () => (serving ? await serving.readings() : []), log);
  const retirement = retirementWithin(cluster);
  const app = await buildApp(config, {
    onRequest: () => retirement.noteRequest(),
    metrics: () => link.metrics(),
    databaseMs,
    log,
  });
  serving = app;
  const watching = setInterval(() => {
    const { reason } = retirement;
    if (reason === null) return;
    clearInterval(watching);
    link.due(reason);
  }, lookEveryMs).unref();
  link.ready(app.url);
  const over = async () => {
    if ((await link.told) === 'orphaned') return;
    // `leaveMs` covers the longest time an operation may take.
    await orAfter(app.leave(cluster.moveMs), cluster.leaveMs, null);
    await link.last();
  };
  return { over: over(), [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}
