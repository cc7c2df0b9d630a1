import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTests } from '../../tests/support/own-folder.ts';
import { ModelFileError, packagedModels } from '../platform/embedding/model-files.ts';
import { loadStaticEmbedder } from '../platform/embedding/static-embedder.ts';
import { loadRanking } from './load-ranking.ts';

const { table } = await loadStaticEmbedder();
const name = 'fusion-weights.json';
const folder = folderForTests();

const failure = async (given = table): Promise<string> => {
  const error: unknown = await loadRanking(given, folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ModelFileError);
  return String(error);
};

test('the shipped weights match the shipped table', async () => {
  const { ranker, memoryPatterns } = await loadRanking(table);
  expect(memoryPatterns.size).toBe(8);
  expect(ranker.ask).toBeTypeOf('function');
});

test('refuses a file that is missing, broken or made for another table, with its path', async () => {
  await rm(join(folder, name), { force: true });
  expect(await failure()).toContain(`${join(folder, name)}: it is not there`);
  await writeFile(join(folder, name), '{"weights": ');
  expect(await failure()).toContain(join(folder, name));
  await writeFile(join(folder, name), '{}');
  expect(await failure()).toMatch(/table/);
  await copyFile(join(packagedModels, name), join(folder, name));
  const other = { ...table, bytes: new Uint8Array(12) };
  expect(await failure(other)).toMatch(/belong to the embedding table static-e5-256/);
});

test('the name is the same for equal weights, and different for other weights', async () => {
  const shipped = await loadRanking(table);
  const content = await readFile(join(packagedModels, name), 'utf8');
  await writeFile(join(folder, name), content);
  expect((await loadRanking(table, folder)).name).toBe(shipped.name);
  const file = JSON.parse(content);
  await writeFile(
    join(folder, name),
    JSON.stringify({ ...file, weights: { ...file.weights, 'st/joint32': { S: 1 } } }),
  );
  expect((await loadRanking(table, folder)).name).not.toBe(shipped.name);
});
