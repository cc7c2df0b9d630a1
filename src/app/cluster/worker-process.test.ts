import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import type { Readings } from '../../operations/prometheus.ts';
import { WorkerProcess } from './worker-process.ts';

/** A process that was forked, whose connection breaks when something is sent. */
class Dying extends EventEmitter {
  readonly process = { pid: 7, kill: () => true };

  connected = true;

  isConnected(): boolean {
    return this.connected;
  }

  send(): boolean {
    process.nextTick(() => this.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })));
    return false;
  }
}

function watch() {
  const forked = new Dying();
  const heard: Readings[] = [];
  const events = {
    onDue: () => {},
    onScrape: () => {},
    onLast: (_: unknown, readings: Readings) => heard.push(readings),
  };
  return { forked, heard, worker: new WorkerProcess(forked, events, () => forked.emit('disconnect')) };
}

test('one that dies under what is sent to it has ended, and is no error of whoever watches over it', async () => {
  const { forked, worker } = watch();
  const read = worker.read();
  await new Promise((resolve) => setImmediate(resolve));
  forked.emit('exit', null, 'SIGKILL');
  forked.emit('disconnect');
  expect(await read).toBeNull();
  expect(await worker.ended).toBe('by SIGKILL');
  expect(await worker.ready).toBeNull();
});

test('what it said last is heard before its end, although the end is known sooner', async () => {
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

test('one that was killed with a connection on its way to it has ended, although no disconnection is told', async () => {
  const { forked, worker } = watch();
  forked.emit('exit', null, 'SIGKILL');
  forked.connected = false;
  expect(await worker.ended).toBe('by SIGKILL');
});
