import { expect, test } from 'vitest';
import { allOrOne, countsOption } from './options.ts';

test('numbers are read, and what is none is refused with the name of its option', () => {
  expect(countsOption('--memories', '20000,100')).toEqual([20_000, 100]);
  for (const text of ['', '20k', '0', '1.5', '20,'])
    expect(() => countsOption('--memories', text)).toThrow('--memories takes a whole number from 1');
});

test('an option that is left out stands for all names, and takes no other name', () => {
  expect(allOrOne('--engine', ['index', 'sql'], undefined)).toEqual(['index', 'sql']);
  expect(allOrOne('--engine', ['index', 'sql'], 'sql')).toEqual(['sql']);
  expect(() => allOrOne('--engine', ['index', 'sql'], 'postgres')).toThrow('--engine takes index or sql');
});
