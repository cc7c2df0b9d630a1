import type { ClusterConfig } from '../../platform/config/cluster-config.ts';
import type { Config } from '../../platform/config/config.ts';
import { createLogger } from '../../platform/logger.ts';
import { orAfter } from '../../platform/or-after.ts';
import { type App, buildApp } from '../build-app.ts';
import type { Work } from '../run-until-stopped.ts';
import { Retirement } from './retirement.ts';
import { WorkerLink } from './worker-link.ts';

const lookEveryMs = 500;
/** A successor that is late for the database, on a busy machine, takes no requests from those that have it. */
const databaseMs = 30_000;

/**
 * Whoever stops all processes of a service, as systemd and terminals do, tells a worker twice: by a signal of its own, and by the
 * first process, which also ends it where it takes too long. What it has begun is not cut off by the second.
 */
function outliveRepeatedSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
}

/** Serves in one of several processes of one port, until it is told to make room. */
export async function serveAsWorker(config: Config, cluster: ClusterConfig): Promise<Work> {
  outliveRepeatedSignals();
  const log = createLogger(config.logLevel);
  let serving: App | null = null;
  // It may be asked before it serves, and has nothing to tell then.
  const link = new WorkerLink(process, async () => (serving ? await serving.readings() : []), log);
  const retirement = new Retirement(cluster, {
    now: () => performance.now(),
    residentBytes: () => process.memoryUsage.rss(),
    random: Math.random,
  });
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
    // Whoever still waits for an answer by then is as late as an operation may be.
    await orAfter(app.leave(cluster.moveMs), cluster.leaveMs, null);
    await link.last();
  };
  return { over: over(), [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}
