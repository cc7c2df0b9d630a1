import type { ChildProcess } from 'node:child_process';
import cluster from 'node:cluster';
import type { ClusterConfig, Config } from '../../platform/config/config.ts';
import { createLogger } from '../../platform/logger.ts';
import { announce } from '../announce.ts';
import type { Work } from '../run-until-stopped.ts';
import { closeMs } from '../within-deadline.ts';
import { Supervisor } from './supervisor.ts';
import { WorkerProcess } from './worker-process.ts';

/** What a worker may take beyond its own deadlines before it is killed. */
const graceMs = 5_000;

/**
 * Starts the workers and keeps them running. SIGUSR2 replaces all of them, one after the other. It may be disposed before they serve;
 * `over` rejects if the start fails.
 */
export async function supervise(config: Config, { workers, leaveMs }: ClusterConfig): Promise<Work> {
  const log = createLogger(config.logLevel).child({ part: 'cluster' });
  const stopMs = config.shutdownDeadlineMs + closeMs + graceMs;
  const supervisor = new Supervisor({
    // Set explicitly, whatever `.env` says when it is read again: a worker that took itself for the only process would never report ready.
    fork: (events) => {
      const worker = cluster.fork({ WORKERS: workers });
      return new WorkerProcess(worker, events, handBackOf(worker.process));
    },
    workers,
    stopMs,
    leaveMs: leaveMs + stopMs,
    log,
  });
  const restart = () => void supervisor.restart();
  process.on('SIGUSR2', restart);
  const serve = async () => {
    const url = await supervisor.start();
    log.info({ pid: process.pid, workers }, 'watches over the workers; SIGUSR2 replaces them one after the other');
    await announce({ url }, config);
    await new Promise<never>(() => {});
  };
  return {
    over: serve(),
    async [Symbol.asyncDispose]() {
      process.off('SIGUSR2', restart);
      await supervisor[Symbol.asyncDispose]();
    },
  };
}

/** The message by which Node's cluster hands a connection to a worker; Node then waits for the worker's acknowledgement. */
const isHandedOver = (message: unknown): message is { readonly seq: number } =>
  typeof message === 'object' && message !== null && 'act' in message && message.act === 'newconn' && 'seq' in message;

/**
 * If a worker is killed before it acknowledges a connection, Node emits no disconnect and the client waits forever. Returns a function
 * that makes Node treat the worker as gone and hand the connection to another. Call before the first connection is handed over.
 */
function handBackOf(worker: ChildProcess): () => void {
  let handed: number | null = null;
  const send = worker.send.bind(worker);
  worker.send = (message: Parameters<typeof send>[0], ...rest: unknown[]) => {
    if (isHandedOver(message)) handed = message.seq;
    return Reflect.apply(send, worker, [message, ...rest]);
  };
  return () => {
    worker.emit('disconnect');
    // A no-op in Node for a connection that was acknowledged.
    if (handed !== null) worker.emit('internalMessage', { cmd: 'NODE_CLUSTER', ack: handed, accepted: false });
  };
}
