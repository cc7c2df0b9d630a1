import { expect, test } from 'vitest';
import { fakeDatabase } from '../../../tests/support/fake-database.ts';
import { tooOld, vectorProblem } from './extensions.ts';

test.each([
  ['15.20 (Debian 15.20-0+deb12u1)', '0.8.0', null],
  ['18.0', '0.10.1', null],
  ['17.2', '1.0', null],
  ['14.9 (Ubuntu 14.9-1)', '0.8.4', 'a Postgres 14.9 (Ubuntu 14.9-1)'],
  ['16.4', '0.7.4', 'a database with pgvector 0.7.4'],
])('for Postgres %s with pgvector %s, the version reported as too old is %s', (postgres, vector, got) => {
  expect(tooOld({ postgres, vector })?.got ?? null).toBe(got);
});

test.each([
  ['0.8.1', 'a database with pgvector 0.8.1'],
  ['0.8.2', null],
  ['0.8', 'a database with pgvector 0.8'],
  ['0.10.0', null],
  ['1.0', null],
])('for pgvector %s, the problem with its safety is %s', async (vector, got) => {
  expect((await vectorProblem(fakeDatabase(async () => [{ vector }])))?.got ?? null).toBe(got);
});
