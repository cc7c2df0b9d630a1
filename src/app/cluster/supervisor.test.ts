import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { WorkersFailedError } from '../run-until-stopped.ts';
import { Supervisor } from './supervisor.ts';
import type { WatchedWorker, WorkerEvents } from './worker-process.ts';

/** A worker without a process, which serves or ends when the test says so. */
class Fake implements WatchedWorker {
  readonly pid: number;
  readonly events: WorkerEvents;
  readonly #ready = Promise.withResolvers<string | null>();
  readonly #ended = Promise.withResolvers<string>();
  isRunning = true;

  constructor(pid: number, events: WorkerEvents) {
    this.pid = pid;
    this.events = events;
  }

  readonly ready = this.#ready.promise;
  readonly ended = this.#ended.promise;

  serve(): void {
    this.#ready.resolve('http://127.0.0.1:4000');
  }

  end(how = 'with code 1'): void {
    this.isRunning = false;
    this.#ready.resolve(null);
    this.#ended.resolve(how);
  }

  async leave(): Promise<void> {
    this.end('with code 0');
  }

  async stop(): Promise<void> {
    this.end('with code 0');
  }

  async read(): Promise<null> {
    return null;
  }

  tellMetrics(): void {}
}

/** A supervisor of two workers. `fate` decides what becomes of each as soon as it is forked. */
function watched(fate: (worker: Fake) => void) {
  const workers: Fake[] = [];
  const logged: { readonly msg: string; readonly waitMs?: number; readonly worker?: number }[] = [];
  let most = 0;
  const fork = (events: WorkerEvents) => {
    const worker = new Fake(workers.length + 1, events);
    workers.push(worker);
    most = Math.max(most, workers.filter(({ isRunning }) => isRunning).length);
    fate(worker);
    return worker;
  };
  const log = pino({}, { write: (line: string) => void logged.push(JSON.parse(line)) });
  const supervisor = new Supervisor({ fork, workers: 2, leaveMs: 1_000, stopMs: 1_000, log });
  onTestFinished(() => supervisor[Symbol.asyncDispose]());
  const told = (message: string) => logged.filter(({ msg }) => msg === message);
  return { supervisor, workers, told, most: () => most };
}

const waiting = 'a worker is started again after a while';

test('a worker that dies is replaced, with a growing back-off if it dies again and again', async () => {
  const { supervisor, workers, told } = watched((worker) => {
    if (worker.pid === 3 || worker.pid === 4) worker.end();
    else worker.serve();
  });
  await supervisor.start();
  expect(workers).toHaveLength(2);
  workers[1]?.end('by SIGKILL');
  await expect.poll(() => told('a worker serves').map(({ worker }) => worker), { timeout: 5_000 }).toEqual([1, 2, 5]);
  expect(told('a worker died')).toMatchObject([{ worker: 2, how: 'by SIGKILL' }]);
  expect(told(waiting).map(({ waitMs }) => waitMs)).toEqual([250, 500, 1_000]);
});

test('the start fails without further workers if the first one ends before it serves', async () => {
  const { supervisor, workers } = watched((worker) => worker.end());
  await expect(supervisor.start()).rejects.toThrow(WorkersFailedError);
  expect(workers).toHaveLength(1);
});

test('workers that are due retire one at a time, each once its successor serves', async () => {
  const { supervisor, workers, told, most } = watched((worker) => worker.serve());
  await supervisor.start();
  for (const worker of workers.slice(0, 2)) worker.events.onDue(worker, 'requests');
  await expect.poll(() => told('a worker retires').map(({ worker }) => worker)).toEqual([1, 2]);
  await expect.poll(() => workers.filter(({ isRunning }) => isRunning).map(({ pid }) => pid)).toEqual([3, 4]);
  expect(most()).toBe(3);
  expect(told('a worker died')).toEqual([]);
});

test('a worker that dies while its successor starts is replaced by that successor alone', async () => {
  const { supervisor, workers, told } = watched((worker) => {
    if (worker.pid < 3) worker.serve();
  });
  await supervisor.start();
  const [one] = workers;
  if (one) one.events.onDue(one, 'memory');
  await expect.poll(() => workers.length).toBe(3);
  one?.end('by SIGKILL');
  workers[2]?.serve();
  await expect.poll(() => told('a worker serves').map(({ worker }) => worker)).toEqual([1, 2, 3]);
  expect(workers.filter(({ isRunning }) => isRunning).map(({ pid }) => pid)).toEqual([2, 3]);
  expect(told('a worker retires')).toEqual([]);
});

test('a worker that is due while another has died does not cause a second replacement of the dead one', async () => {
  const { supervisor, workers, told } = watched((worker) => {
    if (worker.pid < 3) worker.serve();
  });
  await supervisor.start();
  const [one, two] = workers;
  two?.end('by SIGKILL');
  if (one) one.events.onDue(one, 'requests');
  await expect.poll(() => workers.length).toBe(4);
  for (const worker of workers.slice(2).reverse()) {
    worker.serve();
    await expect.poll(() => told('a worker serves').map((entry) => entry.worker)).toContain(worker.pid);
  }
  await expect.poll(() => one?.isRunning).toBe(false);
  expect(workers.filter(({ isRunning }) => isRunning).map(({ pid }) => pid)).toEqual([3, 4]);
  expect(workers).toHaveLength(4);
});

test('stopping does not wait for a back-off', async () => {
  const { supervisor, workers, told } = watched((worker) => (worker.pid < 3 ? worker.serve() : worker.end()));
  await supervisor.start();
  workers[0]?.end();
  await expect.poll(() => told(waiting).at(-1)?.waitMs, { timeout: 5_000 }).toBe(500);
  await supervisor[Symbol.asyncDispose]();
  expect(workers.some(({ isRunning }) => isRunning)).toBe(false);
});
