import { expect, test } from 'vitest';
import { growthOf, ofSquare } from '../../tests/support/growth.ts';
import { type EnglishReading, outdating, readEnglish, topicsOf } from './reading.ts';

const read = (content: string): EnglishReading => readEnglish({ content, speaker: null });
const many = Array.from({ length: 2_000 }, (_, n) => `Ada${n} lives.`).join(' ');

test.each([
  ['of many subjects', many],
  ['of marks alone', '. '.repeat(16_000)],
  ['of one long sentence', 'Ada lives and '.repeat(2_000)],
])('a long text %s is read at its beginning, and few others are looked up for it', (_, content) => {
  const reading = read(content);
  expect(reading.clauses.length).toBeGreaterThan(1);
  expect(reading.clauses.length).toBeLessThan(500);
  expect(topicsOf(reading).length).toBeLessThan(25);
});

test('a text of one long word is read in a time that grows with it', () => {
  expect(growthOf((word) => read(`Ada moved to ${word}`), 'я')).toBeLessThan(ofSquare);
});

test('two long texts are compared without comparing each clause with each', () => {
  let compared = 0;
  const counting = ({ clauses, ...reading }: EnglishReading): EnglishReading => ({
    ...reading,
    clauses: clauses.map((clause) => ({
      ...clause,
      get says() {
        compared += 1;
        return clause.says;
      },
    })),
  });
  const [one, other] = [many, `Ben works at Acme. ${many}`].map((content) => counting(read(content)));
  if (!one || !other) throw new Error('Two texts were read');
  expect(outdating(one, other)).toBeNull();
  expect(compared).toBeLessThan(10 * (one.clauses.length + other.clauses.length));
});
