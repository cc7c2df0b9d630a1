import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startServer } from '../support/started-server.ts';
import { administer, withName } from '../support/template-database.ts';

const { TEST_DATABASE_URL: databaseUrl = '' } = process.env;
const probe = new URL('../support/modules-probe.ts', import.meta.url).pathname;
/** Packages that only some settings, or some requests, have any use for. */
const optional =
  /^(ioredis|neo4j-driver.*|@neo4j.*|ai|@ai-sdk\/.+|onnxruntime-.+|@huggingface\/.+|compromise|gpt-tokenizer|@electric-sql\/.+|@opentelemetry\/(?!api$).+|@graphql-yoga\/render-graphiql)$/;

/** The packages that a server has loaded once it is ready, and our own files. */
async function loadedBy(settings: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'modules-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const own = { DATA_DIR: folder, JWT_SECRET: 'a secret of at least thirty-two characters', LOG_LEVEL: 'silent' };
  const server = await startServer({ ...own, ...settings }, { nodeOptions: ['--import', probe] });
  const urls = z.array(z.string()).parse(await server.askProbe());
  await server.stop();
  const packages = urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1] ?? []);
  return {
    optional: [...new Set(packages)].filter((name) => optional.test(name)).sort(),
    packages,
    files: urls.flatMap((url) => /\/src\/(.+)$/.exec(url)?.[1] ?? []),
  };
}

test('an embedded server loads no client of others, nor Postgres into its own thread', async () => {
  const loaded = await loadedBy({});
  expect(loaded.optional).toEqual([]);
  expect(loaded.packages).toContain('graphql');
});

test.skipIf(databaseUrl === '')(
  'a server on Postgres loads no embedded one, either (needs TEST_DATABASE_URL)',
  async () => {
    const name = `mnemograph_modules_${randomBytes(6).toString('hex')}`;
    await administer(databaseUrl, [`create database ${name}`]);
    onTestFinished(() => administer(databaseUrl, [`drop database ${name}`]));
    const { optional, packages, files } = await loadedBy({ DATABASE_URL: withName(databaseUrl, name) });
    expect(optional).toEqual([]);
    expect(packages).toContain('pg');
    expect(files.filter((file) => file.includes('pglite/') && !file.endsWith('.errors.ts'))).toEqual([]);
  },
);
