import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findViolations } from '../../scripts/boundaries/find-violations.ts';
import { parseSource } from '../../scripts/boundaries/parse-source.ts';
import { folderForTest } from '../support/own-folder.ts';

/** A valid tree that contains every allowed import once. */
const sound = {
  'src/main.ts': `import { buildApp } from './app/build-app.ts'; import { config } from './platform/config/config.ts';`,
  'src/app/build-app.ts': `import '../graphql/schema.ts'; import '../memory/memory.store.ts';`,
  'src/graphql/schema.ts': `import './builder.ts'; import '../memory/memory.schema.ts';`,
  'src/graphql/builder.ts': `import type { Context } from './context.ts'; import Builder from '@pothos/core';`,
  'src/graphql/context.ts': `import type { MemoryService } from '../memory/memory.service.ts';`,
  'src/collection/collection.service.ts': `import type { Memory } from '../platform/errors.ts';`,
  'src/collection/reach.ts': `import { sql } from 'kysely';`,
  'src/memory/memory.schema.ts': `import '../graphql/builder.ts'; import './memory.service.ts'; import './memory.ts';`,
  'src/memory/memory.service.ts': `import './write.ts'; import './memory.store.ts'; import '../collection/collection.service.ts';`,
  'src/memory/write.ts': `import './memory.store.ts';`,
  'src/memory/memory.store.ts': `import { sql } from 'kysely'; import '../collection/reach.ts'; import './memory.ts';`,
  'src/memory/memory.ts': `import { z } from 'zod'; import { Problem } from '../platform/errors.ts'; import './rank.ts';`,
  'src/memory/rank.ts': `export const rank = ['a'] as const;`,
  'src/search/search.store.ts': `import '../memory/memory.store.ts';`,
  'src/platform/errors.ts': `export class Problem extends Error {}`,
  'src/platform/db/database.ts': `import pg from 'pg'; const client = pool as Client; const first = rows[0]!;`,
  'src/platform/config/config.ts': `export const config = process.env;`,
  'src/memory/memory.test.ts': `import { useDatabase } from '../../tests/support/database.ts';`,
};

/** The violations reported after adding these files to the sound tree or replacing its files. */
const reported = (files: Record<string, string>): string[] =>
  findViolations(Object.entries({ ...sound, ...files }).map(([path, text]) => parseSource(path, text)));

test('a tree that follows the rules has no violations', () => {
  expect(reported({})).toEqual([]);
});

const forbidden: [why: string, path: string, text: string, report: string][] = [
  [
    'an entry passes by the app',
    'src/worker.ts',
    `import './memory/memory.service.ts';`,
    'entry files may not import service files',
  ],
  [
    'the platform knows a feature',
    'src/platform/x.ts',
    `import type { Memory } from '../memory/memory.ts';`,
    'platform files may not import pure files',
  ],
  [
    'the platform knows GraphQL',
    'src/platform/x.ts',
    `import { GraphQLError } from 'graphql';`,
    'this package is not for platform files',
  ],
  [
    'a service knows GraphQL',
    'src/memory/other.service.ts',
    `import '../graphql/builder.ts';`,
    'service files may not import graphql files',
  ],
  [
    'a service knows resolvers',
    'src/memory/other.service.ts',
    `import './memory.schema.ts';`,
    'service files may not import schema files',
  ],
  [
    'a service knows the app',
    'src/memory/other.service.ts',
    `import '../app/build-app.ts';`,
    'service files may not import app files',
  ],
  [
    'a resolver reads a store',
    'src/memory/memory.schema.ts',
    `import './memory.store.ts';`,
    'schema files may not import store files',
  ],
  [
    'a resolver writes SQL',
    'src/memory/memory.schema.ts',
    `import { sql } from 'kysely';`,
    'this package is not for schema files',
  ],
  [
    'a store calls a service',
    'src/memory/memory.store.ts',
    `import '../collection/collection.service.ts';`,
    'store files may not import service files',
  ],
  [
    'a store calls a use case',
    'src/memory/other.store.ts',
    `import './write.ts';`,
    'store files may not import use case files',
  ],
  ['a rule does SQL', 'src/memory/memory.ts', `import { sql } from 'kysely';`, 'this package is not for pure files'],
  [
    'a rule reads files',
    'src/memory/memory.ts',
    `import { readFile } from 'node:fs/promises';`,
    'pure files import only what is pure',
  ],
  [
    'a rule knows rows',
    'src/memory/memory.ts',
    `import type { Row } from '../platform/db/database.ts';`,
    'pure files may not import platform files',
  ],
  [
    'a rule knows a part with SQL',
    'src/memory/memory.ts',
    `import '../collection/reach.ts';`,
    'pure files may not import part files',
  ],
  [
    'graphql/ makes services',
    'src/graphql/context.ts',
    `import { MemoryService } from '../memory/memory.service.ts';`,
    'only types of service files',
  ],
  [
    'an earlier feature knows a later one',
    'src/collection/x.ts',
    `import type { Memory } from '../memory/memory.ts';`,
    'memory comes after collection in the order of features',
  ],
  [
    "a feature reads another's tables",
    'src/memory/x.ts',
    `import '../collection/collection.store.ts';`,
    'the stores of collection are its own: call its service',
  ],
  ['the code knows the tests', 'src/memory/x.ts', `import '../../tests/support/database.ts';`, 'this is outside src'],
  ['an import leads nowhere', 'src/memory/x.ts', `import './gone.ts';`, 'there is no such source file'],
];

test.each(forbidden)('is reported: %s', (_why, path, text, report) => {
  const violations = reported({ 'src/collection/collection.store.ts': '', [path]: text });
  expect(violations).toEqual([`${path}:1 imports ${parseSource(path, text).imports[0]?.target}: ${report}`]);
});

test('a folder missing from the order of features is reported', () => {
  expect(reported({ 'src/billing/x.ts': '' })).toEqual([
    'src/billing/x.ts:1 stands in a folder that is no feature: add it to the order of features',
  ]);
});

test.each(['src/memory/index.ts', 'src/memory/utils/x.ts', 'src/platform/helpers.ts', 'src/memory/types.ts'])(
  'a meaningless name is reported: %s',
  (path) => {
    expect(reported({ [path]: '' })).toEqual([`${path}:1 has a name that says nothing of what is inside`]);
  },
);

test.each([
  [`import { Memory } from '../memory/memory.ts';`],
  [`import type { Memory } from '../memory/memory.ts';`],
  [`import { type Memory } from '../memory/memory.ts';`],
  [`import '../memory/memory.ts';`],
  [`export * from '../memory/memory.ts';`],
  [`export type { Memory } from '../memory/memory.ts';`],
  [`const memory = await import('../memory/memory.ts');`],
  [`type Memory = import('../memory/memory.ts').Memory;`],
  [`new Worker(new URL('../memory/memory.ts', import.meta.url));`],
])('this form of import is checked: %s', (text) => {
  expect(reported({ 'src/platform/x.ts': `\n${text}` })).toEqual([
    'src/platform/x.ts:2 imports src/memory/memory.ts: platform files may not import pure files',
  ]);
});

describe('cycles', () => {
  test('of type imports are reported with their path', () => {
    const cycle = reported({
      'src/platform/a.ts': `import type { B } from './b.ts';`,
      'src/platform/b.ts': `import type { C } from './c.ts';`,
      'src/platform/c.ts': `import type { A } from './a.ts';`,
    });
    expect(cycle).toEqual([
      'src/platform/a.ts:1 is part of a cycle: src/platform/a.ts → src/platform/b.ts → src/platform/c.ts → src/platform/a.ts',
    ]);
  });

  test('of a file that imports itself are reported', () => {
    expect(reported({ 'src/memory/x.ts': `import './x.ts';` })).toEqual([
      'src/memory/x.ts:1 is part of a cycle: src/memory/x.ts → src/memory/x.ts',
    ]);
  });
});

test.each([
  'const home = process.env.HOME;',
  "const home = process['env'].HOME;",
  'const { env } = process;',
  "import { env } from 'node:process';",
])('only src/platform/config may read the environment: %s', (text) => {
  expect(reported({ 'src/app/x.ts': text, 'scripts/x.ts': text, 'src/platform/config/x.ts': text })).toEqual([
    'src/app/x.ts:1 reads process.env: only src/platform/config may',
    'scripts/x.ts:1 reads process.env: only src/platform/config may',
  ]);
});

test.each(['x as string;', 'x as unknown;', '<string>x;', 'x!.y;', 'let x!: string;', 'class A { x!: string }'])(
  'only src/platform may assert a type: %s',
  (text) => {
    expect(reported({ 'src/app/x.ts': text, 'tests/x.ts': text, 'src/platform/x.ts': text })).toEqual([
      'src/app/x.ts:1 asserts a type: only src/platform may',
      'tests/x.ts:1 asserts a type: only src/platform may',
    ]);
  },
);

test('a file that cannot be parsed as TypeScript stops the check', () => {
  expect(() => reported({ 'src/app/x.ts': 'const =' })).toThrow('src/app/x.ts');
});

describe('npm run boundaries', () => {
  test.each([
    ['a sound tree', {}, 0, ''],
    [
      'a broken one',
      { 'src/memory/memory.ts': `import './memory.store.ts';` },
      1,
      'pure files may not import store files',
    ],
    ['none at all', null, 1, ''],
  ])('checks %s', async (_name, files, exitCode, report) => {
    const root = folderForTest();
    if (files) await write(root, { ...sound, ...files });
    const { code, stderr } = await runCheck(root);
    expect(stderr).toContain(report);
    expect(code).toBe(exitCode);
  });
});

async function write(root: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(root, dirname(path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

async function runCheck(root: string): Promise<{ code: unknown; stderr: string }> {
  const child = spawn(process.execPath, ['scripts/check-boundaries.ts', root], { stdio: ['ignore', 'ignore', 'pipe'] });
  const closed = once(child, 'close');
  let stderr = '';
  for await (const chunk of child.stderr) stderr += chunk;
  const [code] = await closed;
  return { code, stderr };
}
