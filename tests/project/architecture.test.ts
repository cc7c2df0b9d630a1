import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findCycle } from '../../scripts/boundaries/find-cycle.ts';
import { findViolations } from '../../scripts/boundaries/find-violations.ts';
import { readSources } from '../../scripts/boundaries/read-sources.ts';
import { features } from '../../scripts/boundaries/rules.ts';
import { readPicture } from './picture.ts';

const page = await readFile('docs/architecture.md', 'utf8');
const picture = readPicture(page);
/** Parsing all of them takes seconds. */
const project = await readSources('.');
const sources = project.filter(({ path }) => path.startsWith('src/') && !path.endsWith('.test.ts'));

/** The actual dependencies: which box imports which, with one import as an example. */
const real = new Map<string, string>();
for (const { path, imports } of sources) {
  for (const { target } of imports.filter((one) => one.target.endsWith('.ts'))) {
    const [from, to] = [picture.boxOf(path), picture.boxOf(target)];
    if (from !== to) real.set(`${from} --> ${to}`, `${path} imports ${target}`);
  }
}

test('the code of this project has no violations of the boundaries', () => {
  expect(project.length).toBeGreaterThan(150);
  expect(findViolations(project)).toEqual([]);
});

test('the picture names every folder of src', async () => {
  const entries = await readdir('src', { recursive: true, withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ parentPath, name }) => join(parentPath, name));
  expect(folders.filter((folder) => !picture.paths.includes(folder))).toEqual([]);
});

test('everything that the picture names exists', () => {
  const used = new Set(sources.map(({ path }) => picture.boxOf(path)));
  expect([...picture.boxes].filter((box) => !used.has(box))).toEqual([]);
});

test('the arrows of the picture form no cycle', () => {
  expect(findCycle(picture.arrows)).toBeNull();
});

test('every import is drawn, or follows from two arrows', () => {
  const missing = [...real].filter(([edge]) => {
    const [from = '', to = ''] = edge.split(' --> ');
    return !picture.leads(from, to);
  });
  expect(missing).toEqual([]);
});

test('every arrow stands for an import', () => {
  const drawn = [...picture.arrows].flatMap(([from, tos]) => tos.map((to) => `${from} --> ${to}`));
  expect(drawn.filter((edge) => !real.has(edge))).toEqual([]);
});

test('the order of features is the same as in the rules', () => {
  const line = page.split('\n').find((one) => one.startsWith('account ← '));
  expect(line?.replaceAll(/[()]/g, '').split(' ← ')).toEqual(features);
});
