import { describe, expect, test } from 'vitest';
import { type JsonObject, type JsonValue, jsonProblem } from './json-object.ts';

const nested = (levels: number): JsonObject => (levels === 1 ? { end: true } : { next: nested(levels - 1) });
const ofBytes = (bytes: number): JsonObject => ({ text: 'x'.repeat(bytes - JSON.stringify({ text: '' }).length) });

describe('a JSON object', () => {
  test.each<[string, JsonObject]>([
    ['empty', {}],
    ['five levels deep', nested(5)],
    ['five levels deep through lists', { a: [[[[1]]]] }],
    ['of 16 KB', ofBytes(16_384)],
    ['with the largest numbers', { a: Number.MAX_SAFE_INTEGER, b: Number.MIN_SAFE_INTEGER, c: 1e-300 }],
    ['of awkward text', { 'é\t"': ['😀', '\u200d', 'line\nbreak'] }],
  ])('that is %s may be stored', (_what, value) => {
    expect(jsonProblem(value)).toBeNull();
  });

  test.each<[string, JsonValue, RegExp]>([
    ['six levels deep', nested(6), /deeper than 5/],
    ['six levels deep through lists', { a: [[[[[]]]]] }, /deeper than 5/],
    ['a byte over 16 KB', ofBytes(16_385), /16385 bytes/],
    ['over 16 KB in bytes but not in characters', { text: 'é'.repeat(9000) }, /bytes/],
    ['with a NUL', { a: ['\u0000'] }, /NUL/],
    ['with a NUL in a key', { '\u0000': 1 }, /NUL/],
    ['with half a surrogate pair', { a: '\ud800' }, /surrogate/],
    ['with an id of 19 digits', JSON.parse('{"id":1234567890123456789}'), /beyond 9007199254740991.*send it as text/],
    ['with a number too low', { a: [{ b: Number.MIN_SAFE_INTEGER - 1 }] }, /beyond/],
    ['with a number too high to be read', JSON.parse('{"a":1e400}'), /beyond/],
  ])('that is %s may not be stored', (_what, value, problem) => {
    expect(jsonProblem({ ...Object(value) })).toMatch(problem);
  });
});
