import { expect, test } from 'vitest';
import { tokenCounterLoader } from './token-counter.ts';

const loadTokens = tokenCounterLoader();

test('counts as the models of OpenAI do', async () => {
  const count = await loadTokens();
  expect(count('')).toBe(0);
  expect(count('hello world')).toBe(2);
  expect(count('Anna lives in Berlin.')).toBe(5);
});

test('what would steer a model is text like any other', async () => {
  const count = await loadTokens();
  expect(count('<|endoftext|>')).toBeGreaterThan(1);
});

test('a text without a break is counted in slices, a little too high at most', async () => {
  const count = await loadTokens();
  const text = 'abcdefgh'.repeat(4_000);
  expect(count(text)).toBeGreaterThan(4_000);
  expect(count(text)).toBeLessThan(32_000);
});

test('the vocabulary is loaded once', () => {
  expect(loadTokens()).toBe(loadTokens());
});
