import { expect, test } from 'vitest';
import { patternBit } from './patterns.ts';
import { hasAssistant, profileOf, type SpokenTurns } from './profile.ts';
import type { Participant, TurnRole } from './turn.ts';

const who = (speaker: string | null, role: TurnRole | null): Participant => ({ speaker, role });

interface SpokenTurn {
  readonly role: TurnRole | null;
  readonly patterns: number;
}

const turn = (role: TurnRole | null, { isShort }: { readonly isShort: boolean }): SpokenTurn => ({
  role,
  patterns: isShort ? patternBit.SHORT | patternBit.NUM : patternBit.NUM,
});
const spoken = (turns: readonly SpokenTurn[]): SpokenTurns => ({
  length: turns.length,
  participant: (place) => who(null, turns[place]?.role ?? null),
  patterns: Int32Array.from(turns, ({ patterns }) => patterns),
});
const short = { isShort: true };
const long = { isShort: false };
const longAnswers = [turn('USER', short), turn('ASSISTANT', long), turn('USER', short), turn('USER', short)];

test.each([
  ['several people', [who('Ann', null), who('Bob', null)], 'people23'],
  ['several people, as users', [who('Ann', 'USER'), who('Bob', 'USER')], 'people23'],
  ['one person', [who('Ann', null)], 'joint32'],
  ['nobody', [], 'joint32'],
  ['nobody known', [who(null, null)], 'joint32'],
  ['a user and an assistant', [who(null, 'USER'), who(null, 'ASSISTANT')], 'assist19'],
  [
    'a named user, an assistant and its tools',
    [who('Ann', 'USER'), who('Bot', 'ASSISTANT'), who(null, 'TOOL')],
    'assist19',
  ],
  ['several users and an assistant', [who('Ann', 'USER'), who('Bob', 'USER'), who('Bot', 'ASSISTANT')], 'joint32'],
  ['an assistant alone', [who('Bot', 'ASSISTANT')], 'joint32'],
] as const)('%s', (_, participants, profile) => {
  expect(profileOf(participants, spoken(longAnswers))).toBe(profile);
});

test.each([
  ['long answers', longAnswers, 'assist19'],
  ['mostly long answers', [...longAnswers, turn('ASSISTANT', long), turn('ASSISTANT', short)], 'assist19'],
  ['short answers', [turn('USER', long), turn('USER', long), turn('ASSISTANT', short)], 'joint32'],
  ['as many long as short ones', [...longAnswers, turn('ASSISTANT', short)], 'joint32'],
  ['none that the question found', [turn('USER', long)], 'joint32'],
] as const)('a user with an assistant of %s', (_, turns, profile) => {
  expect(profileOf([who('Ann', 'USER'), who(null, 'ASSISTANT')], spoken(turns))).toBe(profile);
});

test('a user talks to an assistant where both are there', () => {
  expect(hasAssistant([who('Ann', 'USER'), who('Bot', 'ASSISTANT')])).toBe(true);
  expect(hasAssistant([who('Ann', 'USER'), who('Bob', 'USER')])).toBe(false);
});
