import pg from 'pg';
import { expect, test } from 'vitest';
import { rowTypes, smallintArray } from './row-types.ts';

const { TIMESTAMPTZ } = pg.types.builtins;
const [own, usual] = [rowTypes, pg.types].map((types) => types.getTypeParser(TIMESTAMPTZ, 'text'));

test.each([
  '2026-11-20 21:43:51+00',
  '2026-11-20 21:43:51.1+00',
  '2026-11-20 21:43:51.123999+00',
  '1969-12-31 23:59:59.999999+00',
  '0099-02-28 00:00:00+00',
  '2026-11-20 21:43:51.5+05:30',
  '2026-11-20 21:43:51-03',
  '10000-01-01 00:00:00+00',
  '0044-03-15 12:00:00+00 BC',
  'infinity',
])('parses the timestamp %s as pg does', (text) => {
  expect(own?.(text)).toEqual(usual?.(text));
});

test.each(['{}', '{1}', '{-1,2,32767}', '{1,NULL}', '{{1,2},{3,4}}', '[0:1]={1,2}'])(
  'parses the integer array %s as pg does',
  (text) => {
    // pg's types do not declare arrays.
    const oid: number = smallintArray;
    const [own, usual] = [rowTypes, pg.types].map((types) => types.getTypeParser(oid as typeof TIMESTAMPTZ, 'text'));
    expect(own?.(text)).toEqual(usual?.(text));
  },
);

test('leaves other types to the parsers of pg', () => {
  const { INT4 } = pg.types.builtins;
  expect(rowTypes.getTypeParser(INT4, 'text')).toBe(pg.types.getTypeParser(INT4, 'text'));
  expect(rowTypes.getTypeParser(TIMESTAMPTZ, 'binary')).toBe(pg.types.getTypeParser(TIMESTAMPTZ, 'binary'));
});
