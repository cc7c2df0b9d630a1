import { expect, test } from 'vitest';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import { makeDesk } from './fixtures/make-desk.ts';
import { makeNote } from './fixtures/make-note.ts';
import { ModelAgent } from './model-agent.ts';

test('a tool call that has not started when the run is aborted is not executed', async () => {
  const usage = { promptTokens: null, completionTokens: null };
  const model: LanguageModel = {
    name: 'scripted',
    complete: async () => '',
    async *stream() {
      for (const tool of ['search', 'supersede']) yield { type: 'call', call: { id: tool, tool, input: '{}' } };
      yield { type: 'end', cut: null, usage, thoughts: null };
    },
  };
  const ending = new AbortController();
  const used: string[] = [];
  const desk = makeDesk({
    use: async (tool) => {
      used.push(tool);
      ending.abort();
      return 'Nothing was found.';
    },
  });
  const agent = new ModelAgent({ model, instructions: '', tools: [], language: 'en' });
  await expect(Array.fromAsync(agent.answer(desk, ending.signal))).rejects.toThrow();
  expect(used).toEqual(['search']);
});

const notes = [
  'Tom plays the cello in Oslo on Sundays. Ada lives in Bergen.',
  'In Bergen Ada lives with her two cats. Tom plays the cello.',
].map((content, place) => makeNote(content, place + 1));

test.each([
  ['within', 'Ada lives in Bergen with her two cats [1]. Tom plays the cello [2].'],
  ['behind', 'Ada lives in Bergen with her two cats. [1] Tom plays the cello. [2]'],
  ['before', 'I know this:\n[1] Ada lives in Bergen with her two cats.\n[2] Tom plays the cello.'],
  ['numbered', '1. [1] Ada lives in Bergen with her two cats.\n2. [2] Tom plays the cello.'],
])('a citation quotes the sentence of the memory that supports the citing sentences, marks %s', async (_, answer) => {
  const usage = { promptTokens: null, completionTokens: null };
  const model: LanguageModel = {
    name: 'scripted',
    complete: async () => '',
    async *stream() {
      yield { type: 'text', text: `${answer}\n\nOn Sundays Oslo is quiet.` };
      yield { type: 'end', cut: null, usage, thoughts: null };
    },
  };
  const desk = makeDesk({ noteOf: (number) => notes[number - 1] ?? null });
  const agent = new ModelAgent({ model, instructions: '', tools: [], language: 'en' });
  const parts = await Array.fromAsync(agent.answer(desk, new AbortController().signal));
  const quotes = ['Ada lives in Bergen.', 'Tom plays the cello.'];
  expect(parts.at(-1)).toMatchObject({ citations: quotes.map((quote) => ({ quote })) });
});
