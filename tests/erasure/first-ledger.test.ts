import { join } from 'node:path';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { openPurgeLedger } from '../../src/app/purge-ledger.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { Household } from '../support/memories.ts';
import { folderForTests } from '../support/own-folder.ts';

const database = useDatabase();
const jobs = useJobs(database);

const folder = folderForTests();

/** Returns the warnings of a start with this ledger. */
async function warningsOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
  await using starting = new AsyncDisposableStack();
  const ledger = await openPurgeLedger(path, { jobs: database.db }, jobs, log, starting);
  await ledger?.replay();
  return lines;
}

test('warns if a new ledger begins on existing data, but not on the first start', async () => {
  const first = join(folder, 'first.ndjson');
  expect(await warningsOf(first)).toEqual([]);

  await Household.create(database.db);
  const later = join(folder, 'later.ndjson');
  expect(await warningsOf(later)).toEqual([
    expect.stringContaining(`"path":"${later}","msg":"a new ledger of purges begins`),
  ]);
  expect(await warningsOf(first)).toEqual([]);
  expect(await warningsOf(later)).toEqual([]);
});
