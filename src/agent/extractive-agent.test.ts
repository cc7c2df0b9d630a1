import { expect, test } from 'vitest';
import type { AgentPart, Desk, FoundNote } from './agent.ts';
import { ExtractiveAgent, unknown } from './extractive-agent.ts';

const { signal } = new AbortController();

function deskOf(question: string, found: readonly FoundNote[]): Desk {
  return {
    question,
    history: [],
    background: async () => ({ notes: [], text: '' }),
    search: async () => found,
    noteOf: () => null,
    use: async () => '',
  };
}

async function answerTo(desk: Desk): Promise<string> {
  const parts: AgentPart[] = await Array.fromAsync(new ExtractiveAgent('en').answer(desk, signal));
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

test('a question of nothing but marks is read from end to end, and not once more from each of them', async () => {
  expect(await answerTo(deskOf(`${'?,'.repeat(250_000)}x`, []))).toBe(unknown);
});

test('others have their turn between memories that are long', async () => {
  let most = 0;
  const inTurn = new Set<string>();
  const content = `Ada loves green tea. ${'Bob does not. '.repeat(1_000)}`;
  const found = Array.from({ length: 5 }, (_, n): FoundNote => {
    const memoryId = String(n);
    const rest = {
      memoryId,
      speaker: null,
      validFrom: new Date(0),
      timeZone: 'UTC',
      number: n,
      lexical: true,
      cosine: 1,
    };
    return {
      ...rest,
      get content() {
        inTurn.add(memoryId);
        most = Math.max(most, inTurn.size);
        return content;
      },
    };
  });
  let turn: NodeJS.Immediate;
  const nextTurn = () => {
    inTurn.clear();
    turn = setImmediate(nextTurn);
  };
  turn = setImmediate(nextTurn);
  expect(await answerTo(deskOf('What does Ada love?', found))).toContain('Ada loves green tea. [1]');
  clearImmediate(turn);
  expect(most).toBe(1);
});
