import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { PoolBusyError } from '../../../src/platform/turns/turns.errors.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi } from '../../support/execute.ts';
import { follow } from '../../support/follow.ts';
import { useJobs } from '../../support/jobs.ts';
import { collectionEvents, Story } from './story.ts';

const database = useDatabase();
const jobs = useJobs(database);
const api = makeApi(database.db, jobs);
/** An API whose services are not mocked. */
const writer = makeApi(database.db, jobs);
const { memories, collections, sights } = api.services;
afterEach(() => vi.restoreAllMocks());
afterAll(async () => {
  for (const { services } of [api, writer]) await services.streams[Symbol.asyncDispose]();
});

const busy = () => Promise.reject(new PoolBusyError(1));

async function begin() {
  const story = new Story(writer);
  const { id } = await story.collection();
  const following = await follow(api, story.viewer, collectionEvents, { id });
  await following.next();
  return { story, id, following };
}

test('an event that finds no free database connection is retried, and delivered in order', async () => {
  const { story, id, following } = await begin();
  const failing = [
    vi.spyOn(memories, 'byIds').mockImplementationOnce(busy),
    vi.spyOn(collections, 'byIds').mockImplementationOnce(busy),
    vi.spyOn(sights, 'isLost').mockImplementationOnce(busy),
  ];
  const ids = await story.addMany(id, 3);
  const told = await following.take(3);
  expect(told.map(({ memory }) => [memory.id, memory.collection.name])).toEqual(ids.map((one) => [one, 'Home']));
  for (const spy of failing) expect(spy.mock.calls.length).toBeGreaterThan(1);
  await following.return();
});

test('after four attempts the event is delivered with an error, and the next ones follow', async () => {
  const { story, id, following } = await begin();
  const spy = vi.spyOn(collections, 'byIds').mockImplementation(busy);
  const ids = await story.addMany(id, 2);
  const results = [await following.nextResult()];
  expect(results).toMatchObject([{ errors: [{ path: ['collectionEvents', 'memory', 'collection'] }] }]);
  expect(spy.mock.calls.length).toBe(4);
  spy.mockRestore();
  expect(await following.next()).toMatchObject({ memory: { id: ids[1] } });
  await following.return();
});

test('other failures are not retried', async () => {
  const { story, id, following } = await begin();
  const spy = vi.spyOn(collections, 'byIds').mockRejectedValue(new RangeError('broken'));
  await story.addMany(id, 1);
  expect(await following.nextResult()).toMatchObject({ errors: [{ message: 'broken' }] });
  expect(spy).toHaveBeenCalledTimes(1);
  await following.return();
});
