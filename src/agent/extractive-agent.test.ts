import { expect, test } from 'vitest';
import { mostInATurn } from '../../tests/support/most-in-a-turn.ts';
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
  const content = `Ada loves green tea. ${'Bob does not. '.repeat(1_000)}`;
  const most = await mostInATurn(async (at) => {
    const found = Array.from({ length: 5 }, (_, n): FoundNote => {
      const note = { memoryId: String(n), speaker: null, validFrom: new Date(0), timeZone: 'UTC', number: n };
      return {
        ...note,
        lexical: true,
        cosine: 1,
        get content() {
          at(n);
          return content;
        },
      };
    });
    expect(await answerTo(deskOf('What does Ada love?', found))).toContain('Ada loves green tea. [1]');
  });
  expect(most).toBe(1);
});
