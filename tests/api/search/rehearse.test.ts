import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ErrorMask } from '../../../src/app/error-mask.ts';
import { createLoaders } from '../../../src/app/loaders.ts';
import { rehearse } from '../../../src/app/rehearse.ts';
import type { Services } from '../../../src/graphql/context.ts';
import { useDatabase } from '../../support/database.ts';
import { makeApi, schema } from '../../support/execute.ts';
import { httpParts } from '../../support/http-parts.ts';
import { liveSubscriptions } from '../../support/live-subscriptions.ts';
import { countStatements } from '../../support/statements.ts';

const { db } = useDatabase();

/** What a server is made of, whose database is there or away; what it tells and logs. */
function stage(database: boolean, change: (services: Services) => Services = (services) => services) {
  const told: unknown[] = [];
  const logged: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void logged.push(line) });
  const { services } = makeApi(db);
  const tell = (...what: unknown[]) => String(told.push(what));
  const parts = {
    ...httpParts(),
    schema,
    authenticate: () => Promise.reject(new Error('There is nobody to be asked for')),
    services: change(services),
    rateLimits: services.rateLimits,
    createLoaders: () => createLoaders(services, null),
    readiness: async () => ({ running: true, database }),
    observed: { onOperation: tell, onAnswer: tell, onError: tell, metrics: () => Promise.reject(new Error('no')) },
    mask: new ErrorMask(log),
    graphiql: {},
    subscriptions: liveSubscriptions(),
    log,
  };
  return { parts, told, logged };
}

test('a search is put to the database for nobody, and neither counted nor told of', async () => {
  const { parts, told, logged } = stage(true);
  const statements = await countStatements(() => rehearse(parts));
  expect(statements.some((text) => text.includes('collection'))).toBe(true);
  expect({ told, logged }).toEqual({ told: [], logged: [] });
});

test('while the database is away nothing is asked of it', async () => {
  const { parts, logged } = stage(false);
  expect(await countStatements(() => rehearse(parts))).toEqual([]);
  expect(logged).toEqual([]);
});

test('a server whose search fails starts all the same, and says so', async () => {
  const { parts, logged } = stage(true, (services) => ({ ...services, search: Object.create(null) }));
  await rehearse(parts);
  expect(logged.at(-1)).toContain('a search was rehearsed, and had errors');
});
