import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { expect, test } from 'vitest';
import { tokenCounterLoader } from './token-counter.ts';
import { tokenRanks } from './token-ranks.ts';

const read = (lines: string) => tokenRanks(Buffer.from(lines));
const base64 = (text: string) => Buffer.from(text).toString('base64');

test('returns the rank of a token given as text or as bytes', () => {
  const tokens = ['a', 'ab', ' ', 'é', '猫', ' naïve'];
  const ranks = read(tokens.map((token, rank) => `${base64(token)} ${rank}\n`).join(''));
  for (const [rank, token] of tokens.entries()) {
    expect([ranks.ofText(token), ranks.of(Buffer.from(token))], token).toEqual([rank, rank]);
  }
  for (const other of ['', 'b', 'abc', 'A', '\ud800', 'x'.repeat(1_000), '猫'.repeat(3)])
    expect([ranks.ofText(other), ranks.of(Buffer.from(other))], other).toEqual([undefined, undefined]);
});

test('accepts a last line without a line break', () => {
  expect(read(`${base64('a')} 0\n${base64('b')} 1`).ofText('b')).toBe(1);
});

test.each([`${base64('a')} 1\n`, `${base64('a')} 0\n${base64('b')} 0\n`, `${base64('a')}\n`, 'a b c\n'])(
  'refuses a malformed file: %j',
  (lines) => {
    expect(() => read(lines)).toThrow('out of order');
  },
);

test('counts a lone surrogate as the replacement character, as the library does', async () => {
  const count = await tokenCounterLoader()();
  for (const text of ['\ud800', 'a\udc00b', ' \ud83d 🙂 \ud83d\ud83d'])
    expect(count(text), JSON.stringify(text)).toBe(countTokens(text));
});
