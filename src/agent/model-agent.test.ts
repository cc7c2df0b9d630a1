import { expect, test } from 'vitest';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { Desk } from './agent.ts';
import { ModelAgent } from './model-agent.ts';

test('what a model called that has not begun when its run is to end does not begin', async () => {
  const usage = { promptTokens: null, completionTokens: null };
  const model: LanguageModel = {
    name: 'scripted',
    complete: async () => '',
    async *stream() {
      for (const tool of ['search', 'supersede']) yield { type: 'call', call: { id: tool, tool, input: '{}' } };
      yield { type: 'end', complete: true, usage, thoughts: null };
    },
  };
  const ending = new AbortController();
  const used: string[] = [];
  const desk: Desk = {
    question: 'What?',
    speaker: null,
    history: [],
    background: async () => ({ history: [], lines: [], text: '' }),
    search: async () => [],
    noteOf: () => null,
    use: async (tool) => {
      used.push(tool);
      ending.abort();
      return 'Nothing was found.';
    },
  };
  const agent = new ModelAgent({ model, instructions: '', tools: [], language: 'en' });
  await expect(Array.fromAsync(agent.answer(desk, ending.signal))).rejects.toThrow();
  expect(used).toEqual(['search']);
});
