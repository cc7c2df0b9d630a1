import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Readings } from '../../operations/prometheus.ts';
import { type Forked, WorkerProcess } from './worker-process.ts';

/** A forked process whose connection breaks when something is sent. */
class Dying extends EventEmitter {
  readonly process: Forked['process'];

  connected = true;

  constructor(pid: number | undefined) {
    super();
    this.process = { pid, kill: () => true };
  }

  isConnected(): boolean {
    return this.connected;
  }

  send(): boolean {
    process.nextTick(() => this.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
    return false;
  }
}

function watch() {
  const forked = new Dying(7);
  const heard: Readings[] = [];
  const events = {
    onDue: () => {},
    onScrape: () => {},
    onLast: (_: unknown, readings: Readings) => heard.push(readings),
  };
  return { forked, heard, worker: new WorkerProcess(forked, events, () => forked.emit('disconnect')) };
}

test('a worker that dies while a message is sent to it has ended, without an error in the supervisor', async () => {
  const { forked, worker } = watch();
  const read = worker.read();
  await new Promise((resolve) => setImmediate(resolve));
  forked.emit('exit', null, 'SIGKILL');
  forked.emit('disconnect');
  expect(await read).toBeNull();
  expect(await worker.ended).toBe('by SIGKILL');
  expect(await worker.ready).toBeNull();
});

test('a worker for which the system has no process has ended', async () => {
  const forked = new Dying(undefined);
  const events = { onDue: () => {}, onScrape: () => {}, onLast: () => {} };
  const worker = new WorkerProcess(forked, events, () => {});
  forked.emit('error', Object.assign(new Error('spawn node EAGAIN'), { code: 'EAGAIN' }));
  expect(await worker.ready).toBeNull();
  expect(await worker.ended).toBe('before it began: spawn node EAGAIN');
  await worker.stop(1_000);
});

test('the last message of a worker is received before its end is reported, even if it arrives after the exit', async () => {
  const { forked, heard, worker } = watch();
  const told: string[] = [];
  void worker.ended.then((how) => told.push(how));
  forked.emit('exit', 0, null);
  await new Promise((resolve) => setImmediate(resolve));
  expect(told).toEqual([]);
  forked.emit('message', { kind: 'last', readings: [] });
  forked.emit('disconnect');
  expect(await worker.ended).toBe('with code 0');
  expect(heard).toEqual([[]]);
});

test('a worker killed while a connection is passed to it has ended, even without a disconnect event', async () => {
  const { forked, worker } = watch();
  forked.emit('exit', null, 'SIGKILL');
  forked.connected = false;
  expect(await worker.ended).toBe('by SIGKILL');
});
