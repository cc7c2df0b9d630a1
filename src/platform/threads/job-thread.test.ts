import { expect, test } from 'vitest';
import { JobThread } from './job-thread.ts';

test('a thread that dies is replaced once, and its exit is not mistaken for that of its successor', async () => {
  const data = new SharedArrayBuffer(8);
  const thread = new JobThread<string, string>({
    script: new URL('../../../tests/support/mortal.worker.ts', import.meta.url),
    data,
    failure: (message, options) => new Error(message, options),
  });
  expect(await thread.run('first')).toEqual(['first']);
  await expect(thread.run('die')).rejects.toThrow('The thread ended');
  expect(await thread.run('second')).toEqual(['second']);
  expect(await thread.run('third')).toEqual(['third']);
  await thread[Symbol.asyncDispose]();
  const [opened, closed] = new Int32Array(data);
  expect({ opened, closed }).toEqual({ opened: 2, closed: 1 });
});

test('rejects each job if the thread cannot be started', async () => {
  class LostError extends Error {}
  const thread = new JobThread<string, string>({
    script: new URL('./there-is-none.worker.ts', import.meta.url),
    data: null,
    failure: (message, options) => new LostError(message, options),
  });
  for (const job of ['first', 'second']) {
    const error: unknown = await thread.run(job).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(LostError);
    expect(error).toMatchObject({ message: 'The thread could not be started', cause: expect.any(Error) });
  }
  expect(thread.jobs).toBe(0);
});
