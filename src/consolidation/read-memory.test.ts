import { expect, test } from 'vitest';
import type { ComparedMemory } from './compared-memory.ts';
import { outdating, type ReadEnglish, readEnglish, topicsOf } from './read-memory.ts';

const memoryOf = (content: string): ComparedMemory => ({
  id: content.slice(0, 10),
  content,
  speaker: null,
  kind: 'FACT',
  tags: [],
  metadata: null,
  revision: 1,
  validFrom: new Date(0),
  validTo: null,
  isToCome: false,
  day: '1970-01-01',
  createdAt: new Date(0),
  conversationId: null,
  messageId: null,
  byAgent: false,
});
const many = Array.from({ length: 2_000 }, (_, n) => `Ada${n} lives.`).join(' ');

test.each([
  ['of many subjects', many],
  ['of marks alone', '. '.repeat(16_000)],
  ['of one long sentence', 'Ada lives and '.repeat(2_000)],
])('a long text %s is read at its beginning, and few others are looked up for it', (_, content) => {
  const read = readEnglish(memoryOf(content));
  expect(read.clauses.length).toBeGreaterThan(1);
  expect(read.clauses.length).toBeLessThan(500);
  expect(topicsOf(read).length).toBeLessThan(25);
});

test('two long texts are compared without comparing each clause with each', () => {
  let compared = 0;
  const counting = ({ clauses, ...read }: ReadEnglish): ReadEnglish => ({
    ...read,
    clauses: clauses.map((clause) => ({
      ...clause,
      get says() {
        compared += 1;
        return clause.says;
      },
    })),
  });
  const [one, other] = [many, `Ben works at Acme. ${many}`].map((content) => counting(readEnglish(memoryOf(content))));
  if (!one || !other) throw new Error('Two texts were read');
  expect(outdating(one, other)).toBeNull();
  expect(compared).toBeLessThan(10 * (one.clauses.length + other.clauses.length));
});
