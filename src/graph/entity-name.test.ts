import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { entityTypes } from './entity.ts';
import { isSameName, normalName } from './entity-name.ts';

const line = /^(?<type>[A-Z]+) (?<one>.+) (?<sign>[=≠]) (?<other>.+)$/u;

const pairs = (await readFile('tests/graph/labelled/names.txt', 'utf8'))
  .trim()
  .split('\n')
  .map((text) => {
    const { type, one = '', sign, other = '' } = line.exec(text)?.groups ?? {};
    const entityType = entityTypes.find((known) => known === type) ?? 'THING';
    const found = isSameName(normalName(one), normalName(other), entityType);
    return { text, same: sign === '=', found };
  });

test('most labelled names of the same entity match, and none of different entities do', () => {
  const wrong = pairs.filter(({ same, found }) => found && !same).map(({ text }) => text);
  expect(wrong).toEqual([]);
  const wanted = pairs.filter(({ same }) => same);
  expect(wanted.length).toBeGreaterThan(45);
  expect(wanted.filter(({ found }) => found).length / wanted.length).toBeGreaterThan(0.85);
});

test.each([
  ["Robert'); DROP TABLE mention;--", 'robert drop table mention'],
  ['n}) DETACH DELETE n //', 'n detach delete n'],
  // Also a property of every object.
  ['The constructor', 'constructor'],
  ['   ', ''],
  ['!!!', ''],
  ['𝒜'.repeat(80), 'a'.repeat(80)],
])('the normal form of %j', (name, normal) => {
  expect(normalName(name)).toBe(normal);
});
