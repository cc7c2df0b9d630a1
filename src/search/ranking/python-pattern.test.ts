import { describe, expect, test } from 'vitest';
import { pythonPattern } from './python-pattern.ts';
import { RankingModelError } from './ranking-model.errors.ts';

const matches = (source: string, text: string, ignoreCase = false): boolean =>
  pythonPattern(source, { ignoreCase }).test(text);

describe('matches as Python does', () => {
  test.each([
    // In Python, letters of any script are word characters; in JavaScript's own \b they are not.
    [String.raw`\bart\b`, 'smörart', false],
    [String.raw`\bart\b`, 'art', true],
    [String.raw`\bart\b`, 'ärt art', true],
    [String.raw`^\W*when\b`, '«when', true],
    [String.raw`^\W*when\b`, 'élwhen', false],
    [String.raw`\w{3}ed`, 'éééed', true],
    [String.raw`[\w]+x`, 'ßx', true],
    [String.raw`\d`, '٣', true],
    [String.raw`a\Bb`, 'ab', true],
    ['(?<=[a-z,;] )[A-Z][a-z]+', 'see, Bob', true],
    ['(?<=[a-z,;] )[A-Z][a-z]+', 'See. Bob', false],
    ['a(?:b|c)(?!d)(?=e)(?<!x)', 'ace', true],
    [String.raw`[x\-z]`, '-', true],
    [String.raw`[x\-z]`, 'y', false],
    [String.raw`[\"“”]`, 'a "b', true],
    [String.raw`\'s\-x`, "'s-x", true],
  ])('%s in %s: %s', (source, text, found) => {
    expect(matches(source, text)).toBe(found);
  });

  test('ignores case if asked to', () => {
    expect(matches('hey', 'HEY', true)).toBe(true);
    expect(matches('hey', 'HEY', false)).toBe(false);
  });
});

test.each(['(?P<name>x)', '(?i)x', String.raw`\Ax`, String.raw`(a)\1`, String.raw`[\b]`, '(a', 'a{2', '[a', '[]x]'])(
  'refuses unsupported syntax: %s',
  (source) => {
    expect(() => pythonPattern(source, { ignoreCase: false })).toThrow(RankingModelError);
  },
);
