import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { expect, test } from 'vitest';
import { tokenCounterLoader } from './token-counter.ts';

const loadTokens = tokenCounterLoader();

test('counts tokens as OpenAI models do', async () => {
  const count = await loadTokens();
  expect(count('')).toBe(0);
  expect(count('hello world')).toBe(2);
  expect(count('Anna lives in Berlin.')).toBe(5);
});

test('counts special tokens as ordinary text', async () => {
  const count = await loadTokens();
  expect(count('<|endoftext|>')).toBeGreaterThan(1);
});

test('counts a long text without a break in slices', async () => {
  const count = await loadTokens();
  const text = 'abcdefgh'.repeat(4_000);
  expect(count(text)).toBeGreaterThan(4_000);
  expect(count(text)).toBeLessThan(32_000);
});

test('counts a long text of blanks in slices', async () => {
  const count = await loadTokens();
  for (const blank of [' ', '\t', '\u00a0', ' \n']) {
    const slice = blank.repeat(500 / blank.length);
    expect(count(slice.repeat(60))).toBe(60 * count(slice));
  }
});

test('counts line by line exactly as the whole text, also with cached lines', async () => {
  const count = await loadTokens();
  const parts = [
    '\n',
    '\n\n',
    '\r\n',
    ' \n ',
    '\t',
    '. ',
    '…',
    '- ',
    '"',
    ' ',
    '7',
    '2026',
    'Anna',
    'naïve',
    '猫',
    "don't",
    '🙂',
    '\u00a0',
  ];
  for (let seed = 1; seed <= 2_000; seed++) {
    const text = Array.from({ length: seed % 40 }, (_, n) => parts[(seed * (n + 7) * (n + 3)) % parts.length]).join('');
    expect([count(text), count(text)], JSON.stringify(text)).toEqual([countTokens(text), countTokens(text)]);
  }
});

test('distinguishes cached long lines', async () => {
  const count = await loadTokens();
  const lines = [1_000, 1_001, 2_000].map((words) => 'word '.repeat(words));
  const counted = lines.map(count);
  expect(counted).toEqual(lines.map((line) => countTokens(line)));
  expect(lines.map(count)).toEqual(counted);
});

test('the vocabulary is loaded once', () => {
  expect(loadTokens()).toBe(loadTokens());
});
