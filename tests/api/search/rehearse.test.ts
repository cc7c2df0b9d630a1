import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ErrorMask } from '../../../src/app/error-mask.ts';
import { Charges } from '../../../src/app/limits/charges.ts';
import { rehearse } from '../../../src/app/rehearse.ts';
import { largestCollection } from '../../../src/collection/largest-collection.store.ts';
import type { Services } from '../../../src/graphql/context.ts';
import type { SearchService } from '../../../src/search/search.service.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi, schema } from '../../support/execute.ts';
import { httpParts } from '../../support/http-parts.ts';
import { liveSubscriptions } from '../../support/live-subscriptions.ts';
import { Household } from '../../support/memories.ts';
import { countStatements } from '../../support/statements.ts';

const { db } = useDatabase();

/** The parts of a server whose database is there or away, and what it reports and logs. */
function stage(database: boolean, change: (services: Services) => Services = (services) => services) {
  const told: unknown[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const { services, recalls } = makeApi(db);
  const tell = (...what: unknown[]) => String(told.push(what));
  const parts = {
    ...httpParts(),
    schema,
    authenticate: () => Promise.reject(new Error('There is nobody to be asked for')),
    services: change(services),
    charges: new Charges(services.rateLimits),
    readiness: async () => ({ running: true, database }),
    observed: { onOperation: tell, onAnswer: tell, onError: tell, metrics: () => Promise.reject(new Error('no')) },
    mask: new ErrorMask(log),
    graphiql: {},
    subscriptions: liveSubscriptions(),
    log,
  };
  return { parts, told, logged, recalls };
}

/** The service, noting `name` for each search. */
const noting = (service: SearchService, name: string, used: string[]): SearchService =>
  new Proxy(service, {
    get: (target, key) => {
      if (key === 'search') used.push(name);
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

test('a rehearsed search reaches the database without a viewer, and is neither counted nor reported', async () => {
  const { parts, told, logged } = stage(true);
  const statements = await countStatements(() => rehearse(parts));
  expect(statements.some((text) => text.includes('collection'))).toBe(true);
  expect({ told, logged }).toEqual({ told: [], logged: [] });
});

test('rehearses in the largest collection below a size limit, of any account, without counting recalls', async () => {
  const [large, small] = [await Household.create(db), await Household.create(db)];
  for (const content of ['Anna went to the lake.', 'Ben wrote a letter.']) await large.add(content);
  await small.add('Who painted the boat?');
  expect(await largestCollection(db, 1)).toEqual({
    accountId: small.viewer.accountId,
    collectionId: small.collection.id,
  });
  const { parts, told, logged, recalls } = stage(true);
  const statements = await countStatements(() => rehearse(parts));
  expect(statements.filter((text) => text.includes('from memory')).length).toBeGreaterThan(2);
  await recalls.flush();
  const rows = await db
    .selectFrom('memory')
    .select('access_count')
    .where('account_id', '=', large.viewer.accountId)
    .execute();
  expect(rows).toEqual([{ access_count: 0 }, { access_count: 0 }]);
  expect({ told, logged }).toEqual({ told: [], logged: [] });
  await large.add('Carla came, too.');
  await db
    .updateTable('collection')
    .set({ deleted_at: new Date() })
    .where('account_id', '=', large.viewer.accountId)
    .execute();
  expect(await largestCollection(db, 20_000)).toMatchObject({ accountId: small.viewer.accountId });
});

test('questions are rehearsed by the database and, once spare memory is released, by the recall index', async () => {
  const household = await Household.create(db);
  await household.add('Anna went to the lake.');
  const used: string[] = [];
  const { parts, logged } = stage(true, (services) => ({
    ...services,
    rehearsals: {
      bySql: noting(services.rehearsals.bySql, 'sql', used),
      byIndex: noting(services.rehearsals.byIndex, 'index', used),
    },
  }));
  await rehearse({ ...parts, releaseMemory: () => void used.push('release') });
  expect(used).toEqual([...Array(3).fill('sql'), 'release', ...Array(16).fill('index')]);
  expect(logged).toEqual([]);
});

test('a search is rehearsed even if only listed operations may run', async () => {
  const { parts, logged } = stage(true);
  const { persisted } = httpParts({ abc: '{ __typename }' }, 'only');
  const statements = await countStatements(() => rehearse({ ...parts, persisted }));
  expect(statements.some((text) => text.includes('collection'))).toBe(true);
  expect(logged).toEqual([]);
});

test('sends nothing to a database that is away', async () => {
  const { parts, logged } = stage(false);
  expect(await countStatements(() => rehearse(parts))).toEqual([]);
  expect(logged).toEqual([]);
});

test('a database that fails during the rehearsal is logged, and does not stop the start', async () => {
  const largest = () => Promise.reject(new Error('The database went away'));
  const { parts, logged } = stage(true, (services) => ({ ...services, collections: Object.create({ largest }) }));
  await rehearse(parts);
  expect(logged.at(-1)).toContain('no search could be rehearsed');
});

test('a search that fails during the rehearsal is logged, and does not stop the start', async () => {
  const { parts, logged } = stage(true, (services) => ({
    ...services,
    rehearsals: { bySql: Object.create(null), byIndex: Object.create(null) },
  }));
  await rehearse(parts);
  expect(logged.at(-1)).toContain('a search was rehearsed, and had errors');
});
