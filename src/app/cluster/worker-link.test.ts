import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { WorkerLink } from './worker-link.ts';

/** A supervised process that records what it sends. */
class Watched extends EventEmitter {
  readonly connected = true;
  readonly said: unknown[] = [];

  readonly send = (message: unknown, ...rest: unknown[]): boolean => {
    this.said.push(message);
    for (const sent of rest) if (typeof sent === 'function') sent();
    return true;
  };
}

test('metrics that cannot be read are reported as null, the reason is logged, and no last readings are sent', async () => {
  const logged: string[] = [];
  const log = pino({}, { write: (line: string) => void logged.push(line) });
  const watched = new Watched();
  const link = new WorkerLink(watched, () => Promise.reject(new Error('no right to read the jobs')), log);
  watched.emit('message', { kind: 'read', id: 3 });
  await expect.poll(() => watched.said).toEqual([{ kind: 'readings', id: 3, readings: null }]);
  expect(logged).toEqual([expect.stringContaining('no right to read the jobs')]);
  await link.last();
  expect(watched.said).toHaveLength(1);
});
