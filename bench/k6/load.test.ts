import { readFile } from 'node:fs/promises';
import { buildSchema, parse, validate } from 'graphql';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';

const read = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');

test('the k6 script parses, and its documents are valid against the schema', async () => {
  const script = await read('./load.js');
  expect(parseSync('load.js', script, { sourceType: 'module' }).errors).toEqual([]);
  const schema = buildSchema(await read('../../schema.graphql'));
  const documents = [...script.matchAll(/`((?:query|mutation|subscription) [^`]*)`/g)].map(([, text = '']) => text);
  expect(documents).toHaveLength(9);
  for (const document of documents) expect(validate(schema, parse(document))).toEqual([]);
});
