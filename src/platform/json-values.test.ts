import { expect, test } from 'vitest';
import { jsonValues } from './json-values.ts';

test.each<[string, string, number]>([
  ['arrays', '[[],[],[]]', 6],
  ['objects', '{"a":{},"b":{"c":1}}', 4],
  ['numbers', '[1,2,3]', 3],
  ['what stands in strings', '["[,{","a\\",[","b\\\\",0]', 4],
  ['a string that does not end', '["[,{,[,{', 1],
])('counts values: %s', (_, text, values) => {
  // Padded, since short texts are not scanned.
  expect(jsonValues(text.padEnd(100), 50)).toBe(values);
});

test('stops counting above the bound, and does not scan short texts', () => {
  expect(jsonValues('[],'.repeat(1_000), 10)).toBe(11);
  expect(jsonValues('[],[]', 10)).toBe(0);
});
