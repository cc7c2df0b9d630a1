import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createDatabase } from '../../bench/support/fresh-database.ts';
import { startChild } from '../support/child-process.ts';
import { folderForTest } from '../support/own-folder.ts';

const { TEST_DATABASE_URL = '' } = process.env;
const scripts = new URL('../../scripts/', import.meta.url);

test.skipIf(TEST_DATABASE_URL === '').each([
  ['rebuild-statistics.ts', ['--account', 'me']],
  ['rebuild-graph.ts', ['--yes']],
])('%s on a database without tables explains how to create them, without contacting Neo4j', async (name, args) => {
  await using fresh = await createDatabase(TEST_DATABASE_URL);
  const settings = { DATABASE_URL: fresh.url, NEO4J_URL: 'bolt://127.0.0.1:1', NEO4J_PASSWORD: 'none' };
  const command = startChild(new URL(name, scripts), args, settings);
  expect(await command.ended).toBe(1);
  expect(command.errors()).toContain('start a server on it once, or `npm run migrate`');
});

test.each(['ready', 'https://127.0.0.1/ready'])(
  'the health check of images explains what is wrong with the URL %s',
  async (url) => {
    const command = startChild(new URL('probe.ts', scripts), [url], {});
    expect(await command.ended).toBe(1);
    expect(command.errors()).toBe(`${url} is no URL that begins with http://\n`);
  },
);

test.each([
  ['rebuild-statistics.ts', ['--account', 'me']],
  ['rebuild-graph.ts', ['--yes']],
  ['rebuild-graph.ts', ['--texts']],
  ['migrate.ts', ['--down', '--yes']],
  ['data.ts', ['export', '/dev/null']],
])('%s %s does not create a database in an empty DATA_DIR', async (name, args) => {
  const DATA_DIR = folderForTest();
  const neo4j = { NEO4J_URL: 'bolt://127.0.0.1:1', NEO4J_PASSWORD: 'none' };
  const command = startChild(new URL(name, scripts), args, { DATABASE_URL: '', DATA_DIR, ...neo4j });
  expect(await command.ended).toBe(1);
  expect(command.errors()).toContain(`There is no database in ${DATA_DIR}`);
  expect(await readdir(DATA_DIR)).toEqual([]);
});

test.each([
  ['rebuild-statistics.ts', '--account NAME is missing\n'],
  ['rebuild-graph.ts', 'What is in Neo4j is deleted first: say --yes\n'],
])(
  '%s fails if what it needs to be told is left out: a script that calls it would take it for done',
  async (name, error) => {
    const command = startChild(new URL(name, scripts), [], { DATABASE_URL: '', DATA_DIR: folderForTest() });
    expect(await command.ended).toBe(1);
    expect(command.errors()).toBe(error);
  },
);

test.each([
  ['migrate.ts', []],
  ['data.ts', ['export', '/dev/null']],
  ['rebuild-statistics.ts', ['--account', 'me']],
])('%s names the setting of a database that does not answer', async (name, args) => {
  const command = startChild(new URL(name, scripts), args, { DATABASE_URL: 'postgres://me:secret@127.0.0.1:1/none' });
  expect(await command.ended).toBe(1);
  expect(command.errors()).toContain('DATABASE_URL');
  expect(command.errors()).not.toContain('secret');
});

test('an import of an invalid export file creates no database', async () => {
  const folder = folderForTest();
  const [file, DATA_DIR] = [join(folder, 'export.ndjson.gz'), join(folder, 'data')];
  await writeFile(file, 'no export');
  const command = startChild(new URL('data.ts', scripts), ['import', file], { DATABASE_URL: '', DATA_DIR });
  expect(await command.ended).toBe(1);
  expect(command.errors()).toContain(`${file} is no file that`);
  expect(await readdir(folder)).toEqual(['export.ndjson.gz']);
});
