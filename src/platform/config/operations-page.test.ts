import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { codeIn, tableRows } from '../../../tests/support/markdown-table.ts';
import { environment } from './env.ts';

test('docs/operations.md explains each setting once, with its default', async () => {
  const page = await readFile('docs/operations.md', 'utf8');
  const explained = tableRows(page, '## Settings').map(([name, value]) => [codeIn(name)[0], value].join(' = '));
  const defaults: Record<string, unknown> = environment.parse({});
  const wanted = environment.keyof().options.map((name) => {
    const value = defaults[name];
    return `${name} = ${value === undefined ? 'not set' : `\`${String(value)}\``}`;
  });
  const hint =
    'docs/operations.md, "Settings": a row | `NAME` | `default` or not set | what it is, and when to change it |';
  const { length } = explained;
  expect(explained.toSorted(), hint).toEqual(wanted.toSorted());
  expect(new Set(explained).size, hint).toBe(length);
});
