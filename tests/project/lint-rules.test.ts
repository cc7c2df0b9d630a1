import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { folderForTests } from '../support/own-folder.ts';

const root = folderForTests();
beforeAll(async () => {
  for (const file of ['biome.json', '.gitignore']) await copyFile(file, join(root, file));
  await write('src/b/two.ts', "import { one } from './one.ts';\n\nexport const two = () => one;\n");
});

const lines = (count: number, line: string) => `${line}\n`.repeat(count);

// A rule that an update renames or a setting turns off would fail silently.
test.each([
  ['lint/suspicious/noExplicitAny', 'src/a/value.ts', 'export const value: any = 1;\n'],
  [
    'lint/suspicious/noImportCycles',
    'src/b/one.ts',
    "import { two } from './two.ts';\n\nexport const one = () => two;\n",
  ],
  ['lint/style/noNonNullAssertion', 'src/c/first.ts', 'export const first = (all: string[]) => all[0]!;\n'],
  ['lint/style/useImportType', 'src/d/viewer.ts', "import { Viewer } from './x.ts';\nexport type Seen = Viewer;\n"],
  ['lint/style/useFilenamingConvention', 'src/e/memoryStore.ts', 'export const a = 1;\n'],
  ['lint/style/useFilenamingConvention', 'src/e/memory_store.ts', 'export const a = 1;\n'],
  ['lint/style/noExcessiveLinesPerFile', 'src/f/long.ts', lines(351, 'call();')],
  ['lint/style/noExcessiveLinesPerFile', 'src/f/long.test.ts', lines(501, 'call();')],
  [
    'lint/complexity/noExcessiveLinesPerFunction',
    'src/g/long.ts',
    `export function long() {\n${lines(41, '  call();')}}\n`,
  ],
  [
    'lint/complexity/noExcessiveLinesPerFunction',
    'src/g/long.schema.ts',
    `export function long() {\n${lines(81, '  call();')}}\n`,
  ],
  ['lint/correctness/noUnusedVariables', 'src/h/unused.ts', 'const unused = 1;\n'],
  [
    'assist/source/organizeImports',
    'src/i/order.ts',
    "import { b } from './b.ts';\nimport { a } from './a.ts';\n\nb(a);\n",
  ],
  ['format', 'src/j/spaced.ts', 'export const a   = "1"\n'],
])('%s is reported in %s', async (rule, path, text) => {
  await write(path, text);
  expect(reportOn(path)).toEqual({ failed: true, rules: [rule] });
});

test('a file that follows the rules passes', async () => {
  const path = 'src/k/memory.store.ts';
  await write(path, `export function long() {\n${lines(40, '  call();')}}\n`);
  expect(reportOn(path)).toEqual({ failed: false, rules: [] });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(root, dirname(path)), { recursive: true });
  await writeFile(join(root, path), text);
}

/** Returns the rules that `npm run lint` reports for a file. */
function reportOn(path: string): { failed: boolean; rules: string[] } {
  const biome = resolve('node_modules/.bin/biome');
  const { status, stdout } = spawnSync(biome, ['check', '--error-on-warnings', '--reporter=json', path], { cwd: root });
  const { diagnostics }: { diagnostics: { category: string }[] } = JSON.parse(stdout.toString());
  return { failed: status !== 0, rules: [...new Set(diagnostics.map(({ category }) => category))] };
}
