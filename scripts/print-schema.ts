import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type ASTNode, lexicographicSortSchema, parse, print, printSchema, visit } from 'graphql';
import { deferrable } from '../src/graphql/deferrable.ts';
import { buildSchema } from '../src/graphql/schema.ts';
import { clientArtefacts } from './client-artefacts.ts';

// Writes schema.graphql and the client artefacts, all generated from the code. With --check it writes nothing and fails if a committed
// file differs. With --release it writes tests/project/released.graphql instead, what clients may rely on from now on, without descriptions.

const schema = lexicographicSortSchema(deferrable(buildSchema()));
const printed = printSchema(schema);
const files = process.argv.includes('--release')
  ? new Map([['tests/project/released.graphql', `${withoutDescriptions(printed)}\n`]])
  : new Map([['schema.graphql', `${printed}\n`], ...clientArtefacts(schema)]);
const root = new URL('../', import.meta.url);

function withoutDescriptions(document: string): string {
  const bare = (node: ASTNode) => ('description' in node ? { ...node, description: undefined } : undefined);
  return print(visit(parse(document), { enter: bare }));
}

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
