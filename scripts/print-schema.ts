import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { deferrable } from '../src/graphql/deferrable.ts';
import { buildSchema } from '../src/graphql/schema.ts';
import { clientArtefacts } from './client-artefacts.ts';

// Writes schema.graphql and the client artefacts, all generated from the code. With --check it writes nothing and fails if a committed
// file differs.

const schema = lexicographicSortSchema(deferrable(buildSchema()));
const files = new Map([['schema.graphql', `${printSchema(schema)}\n`], ...clientArtefacts(schema)]);
const root = new URL('../', import.meta.url);

async function isCurrent(path: string, content: string): Promise<boolean> {
  const committed = await readFile(new URL(path, root), 'utf8').catch(() => null);
  return committed === content;
}

if (process.argv.includes('--check')) {
  for (const [path, content] of files) {
    if (await isCurrent(path, content)) continue;
    console.error(`${path} is not what the code makes: run "npm run schema"`);
    process.exitCode = 1;
  }
} else {
  for (const [path, content] of files) {
    await mkdir(new URL(`${dirname(path)}/`, root), { recursive: true });
    await writeFile(new URL(path, root), content);
  }
}
