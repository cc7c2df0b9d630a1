import { expect, test, vi } from 'vitest';
import { mostInATurn } from '../../tests/support/most-in-a-turn.ts';
import type { ComparedMemory } from './compared-memory.ts';
import { DuplicateGroups, type JudgePair } from './duplicate-groups.ts';
import { judgeDoubt } from './duplicates.ts';
import { memoryOf } from './fixtures/read-pairs.ts';
import { gather } from './merge-similar-step.ts';

const { signal } = new AbortController();
const longText = 'Anna has a cat named Tom. '.repeat(80);
const memories = (count: number) =>
  Array.from({ length: count }, (_, place) => memoryOf(`${place} ${longText}`, place));

const pairsOf = ([first, ...others]: readonly ComparedMemory[]) =>
  first ? others.map((one) => ({ one, other: first, similarity: 0.99 })) : [];

test('comparing long memories yields to the event loop after each pair', async () => {
  const most = await mostInATurn((at) => {
    const groups = new DuplicateGroups((one) => {
      at(one);
      return null;
    });
    return gather(pairsOf(memories(10)), groups, () => false, signal);
  });
  expect(most).toBe(1);
});

test('comparing the most detailed memory of a group with all others yields after each pair, too', async () => {
  const judge = vi.fn<JudgePair>(() => ({ rule: 'same words', safe: true }));
  const most = await mostInATurn(async (at) => {
    const groups = new DuplicateGroups((one, other) => {
      at([one, other]);
      return judge(one, other);
    });
    await gather(pairsOf([...memories(9), memoryOf(`${longText} She likes it.`, 9)]), groups, () => false, signal);
    expect(judge).toHaveBeenCalledTimes(9);
    expect(await groups.proposals()).toMatchObject([{ memories: { length: 10 } }]);
  });
  expect(judge).toHaveBeenCalledTimes(17);
  expect(most).toBe(1);
});

test('no pair is compared once the signal is aborted', async () => {
  const judge = vi.fn(() => null);
  await gather(pairsOf(memories(10)), new DuplicateGroups(judge), () => false, AbortSignal.abort());
  expect(judge).not.toHaveBeenCalled();
});

test('the facts that must not differ are extracted only once per text', () => {
  const read = vi.spyOn(String.prototype, 'normalize');
  const mayBeSame = judgeDoubt();
  for (const { one, other } of pairsOf(memories(10))) expect(mayBeSame(one, other)).toBe(false);
  expect(read).toHaveBeenCalledTimes(10);
  read.mockRestore();
});
