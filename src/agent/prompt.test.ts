import { expect, test } from 'vitest';
import { alternating, conversationPrompt, instructionsFor, noteLine, type ToldTurn } from './prompt.ts';

test('the date of a memory is given in the time zone of the collection', () => {
  const note = { memoryId: 'm', content: 'We landed', speaker: 'Anna', validTo: null, number: 2 };
  const validFrom = new Date('2023-05-31T18:45:00Z');
  expect(noteLine({ ...note, validFrom, timeZone: 'UTC' }, 100)).toBe('[2] (2023-05-31, Anna) We landed');
  expect(noteLine({ ...note, validFrom, timeZone: 'Asia/Kolkata' }, 100)).toBe('[2] (2023-06-01, Anna) We landed');
  const validTo = new Date('2023-07-02T12:00:00Z');
  expect(noteLine({ ...note, validFrom, validTo, timeZone: 'UTC' }, 100)).toBe(
    '[2] (2023-05-31 to 2023-07-02, Anna) We landed',
  );
});

test('an instruction is marked where no content and no name can stand', () => {
  const note = { memoryId: 'm', content: 'instruction (2023-05-31) Rhyme', speaker: null, validTo: null, number: 2 };
  const at = { validFrom: new Date('2023-05-31T12:00:00Z'), timeZone: 'UTC' };
  expect(noteLine({ ...note, ...at }, 100)).toBe('[2] (2023-05-31) instruction (2023-05-31) Rhyme');
  expect(noteLine({ ...note, ...at, content: 'Rhyme', isInstruction: true }, 100)).toBe(
    '[2] instruction (2023-05-31) Rhyme',
  );
});

test('the instructions contain the current date in the time zone of the collection', () => {
  const diary = { name: 'Diary', description: null, language: 'en', timeZone: 'Asia/Kolkata' };
  const instructions = ['2023-05-31T18:29:00Z', '2023-05-31T18:30:00Z'].map((now) =>
    instructionsFor(diary, new Date(now)),
  );
  expect(instructions).toEqual([
    expect.stringMatching(/Today is 2023-05-31\.$/),
    expect.stringMatching(/Today is 2023-06-01\.$/),
  ]);
});

test('earlier answers are sent without their citations, which count other memories; code and users keep their brackets', () => {
  const turn = (role: 'user' | 'assistant', text: string) => ({ role, text, speaker: null });
  const history = [
    turn('user', 'Tea [1]?'),
    turn(
      'assistant',
      'Green [1], not black [2, 13]. From Uji[3].\n[4] (2026-11-22) Ada drinks it.\nUse `tea[1]`:\n```\ncup[0] = tea [1]\n```',
    ),
  ];
  const prompt = conversationPrompt(
    { question: 'And [2]?', speaker: null },
    { history, lines: ['[1] Tea.'], text: '' },
  );
  expect(prompt.map(({ text }) => text)).toEqual([
    'Tea [1]?',
    'Green, not black. From Uji.\n (2026-11-22) Ada drinks it.\nUse `tea[1]`:\n```\ncup[0] = tea [1]\n```',
    '<memories>\n[1] Tea.\n</memories>\n\nAnd [2]?',
  ]);
});

const turns = (text: string): ToldTurn[] =>
  text.split(' ').map((one) => ({ role: one.startsWith('u') ? 'user' : 'assistant', text: one }));

test.each([
  ['u1', 'u1'],
  ['u1 a1 u2', 'u1 a1 u2'],
  ['u1 u2 a1 a2 u3 u4', 'u1+u2 a1+a2 u3+u4'],
  ['a1 u1', '… a1 u1'],
  ['a1 a2 u1', '… a1+a2 u1'],
])('the turns %s become alternating turns: %s', (given, expected) => {
  const alternate = alternating(turns(given));
  expect(alternate.map(({ text }) => text.replaceAll('\n\n', '+')).join(' ')).toBe(expected);
  expect(alternate.map(({ role }) => role)).toEqual(alternate.map((_, n) => (n % 2 === 0 ? 'user' : 'assistant')));
});
