import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadModels } from '../../src/app/load-models.ts';
import { startDatabase } from '../../src/app/start-database.ts';
import { loadConfig } from '../../src/platform/config/config.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';
import { JobQueue } from '../../src/platform/jobs/job-queue.ts';
import { makeServerData } from '../support/server-data.ts';

test('a start interrupted by the database resumes without starting a job or consumer twice', {
  timeout: 60_000,
}, async () => {
  const data = await makeServerData();
  onTestFinished(() => data.remove());
  const config = loadConfig(data.settings);
  const jobs = vi.spyOn(JobQueue.prototype, 'start');
  const consumers = vi.spyOn(ConsumerRunner.prototype, 'start');
  onTestFinished(() => {
    jobs.mockRestore();
    consumers.mockRestore();
  });
  await using starting = new AsyncDisposableStack();
  const models = starting.use(await loadModels());
  const gone = Object.assign(new Error('the database system is shutting down'), { code: '57P01' });
  const warmUp = vi.fn(async () => {}).mockRejectedValueOnce(gone);
  const { prepared } = await startDatabase(config, models, pino({ level: 'silent' }), starting, warmUp);
  await prepared.within(15_000);
  prepared.require();
  expect(warmUp).toHaveBeenCalledTimes(2);
  expect(jobs).toHaveBeenCalledTimes(1);
  const runners = consumers.mock.contexts;
  expect(runners.length).toBe(new Set(runners).size);
});
