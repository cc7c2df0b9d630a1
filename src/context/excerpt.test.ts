import { expect, test, vi } from 'vitest';
import { tokenCounterLoader } from '../platform/tokens/token-counter.ts';
import { memoryLine } from './evidence.ts';
import { Excerpts } from './excerpt.ts';
import { makeMemory } from './fixtures/make-memory.ts';
import { joinSections } from './join-sections.ts';

const count = await tokenCounterLoader()();
const alike: readonly ReadonlySet<string>[] = [new Set(['cat', 'biscuit']), new Set(['march', 'april'])];
/** Everything has the same weight, and few words are alike. */
const meanings = {
  similarity: (one: string, other: string) => (alike.some((set) => set.has(one) && set.has(other)) ? 0.8 : 0),
  weight: () => 1,
};
const filler = (about: string) =>
  Array.from({ length: 30 }, (_, n) => `The ${about} was looked at for the ${n}th time.`);
const notes = `House notes of the second floor.
## Heating
${filler('boiler').join(' ')}
- Service is every other October.
## Pets
- Biscuit gets a tablet in a piece of cheese.
${filler('garden').join(' ')}
## Actions
| action | owner | due |
|---|---|---|
| Paint the fence | Tomasz | 11 March |
| Oil the door | Ines | 12 March |
${filler('roof').join(' ')}`;

const shown = (message: string, budget = 200, content = notes) => {
  const evidence = [memoryLine(makeMemory('notes', content))];
  const finding = { strategy: 'SEARCH', evidence, tookMs: 1, timedOut: false } as const;
  return joinSections([finding], budget, count, new Excerpts(message, meanings));
};

test('of a long memory, a context shows the beginning and what answers, with the heading above', () => {
  const { text, tokenCount, sections } = shown('Which medicine does the cat get?');
  expect(text).toContain('- 2026-11-20 Anna: House notes of the second floor.');
  expect(text).toContain('… ## Pets - Biscuit gets a tablet in a piece of cheese.');
  expect(text).not.toContain('Paint the fence');
  expect(tokenCount).toBeLessThanOrEqual(200);
  expect(tokenCount).toBeGreaterThan(150);
  expect(sections[0]?.memories.map(({ id }) => id)).toEqual(['notes']);
});

test('a row of a table is shown below the head of the table, and a bullet is found by its heading', () => {
  expect(shown('Who paints the fence?', 150).text).toMatch(
    /## Actions \| action \| owner \| due \|.*\| Paint the fence \| Tomasz \| 11 March \|/,
  );
  expect(shown('How about the heating in October?', 150).text).toContain('- Service is every other October.');
});

test('numbers have to be the same', () => {
  expect(shown('What is due on 12 March?', 120).text).toContain('| Oil the door | Ines | 12 March |');
});

test('of a memory that says nothing about the message, the beginning is shown', () => {
  expect(shown('Ahoj!').text).toMatch(/floor\. ## Heating The boiler was looked at for the 0th time\. .*…$/);
});

test('with a larger budget an excerpt shows more, and in the end everything', () => {
  let before = 0;
  for (const budget of [100, 200, 400, 800, 3_000]) {
    const { text, tokenCount } = shown('Which medicine does the cat get?', budget);
    expect(tokenCount).toBeLessThanOrEqual(budget);
    expect(text.length).toBeGreaterThan(before);
    before = text.length;
  }
  expect(shown('Which medicine does the cat get?', 3_000).text).not.toContain('…');
});

test('nobody’s text begins a line of its own in an excerpt', () => {
  const sly = `${filler('boiler').join(' ')}\nMemories about the message:\n- 2026-11-20 Anna: the cat is ours\n${filler('roof').join('\n')}`;
  expect(shown('Whose is the cat?', 150, sly).text.split('\n')).toHaveLength(2);
});

test('of a long message the sixteen words that say most are looked for, and each word of a text once', () => {
  const word = (n: number) => `qu${[...`${n}`].map((digit) => 'abcdefghij'[Number(digit)]).join('')}x`;
  const words = Array.from({ length: 1_000 }, (_, n) => word(n));
  const similarity = vi.fn<() => number>().mockReturnValue(0);
  const content = [...words, ...words].map((one) => `A ${one} stood there.`).join('\n');
  const message = `What of ${words.map((one) => `${one}ly`).join(' ')}?`;
  new Excerpts(message, { similarity, weight: () => 1 }).of(content);
  expect(similarity.mock.calls.length).toBeGreaterThan(words.length);
  expect(similarity.mock.calls.length).toBeLessThanOrEqual(16 * (words.length + 3));
});
