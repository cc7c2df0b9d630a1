import { readFile } from 'node:fs/promises';
import { buildSchema, findBreakingChanges } from 'graphql';
import { expect, test } from 'vitest';

const released = await readFile('tests/project/released.graphql', 'utf8');
const now = buildSchema(await readFile('schema.graphql', 'utf8'));

const broken = (before: string): string[] =>
  findBreakingChanges(buildSchema(before), now).map(({ description }) => description);

// What has to go is deprecated first, with its replacement and a date six months ahead.
test('the schema breaks nothing that clients of the last release rely on', () => {
  expect(broken(released)).toEqual([]);
});

test('a field that is gone would be seen', () => {
  expect(broken(`${released} extend type Memory { colour: String }`)).toEqual(['Field Memory.colour was removed.']);
});
