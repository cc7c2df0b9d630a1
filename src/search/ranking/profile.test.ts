import { expect, test } from 'vitest';
import type { Participant, TurnRole } from './engine-port.ts';
import { hasAssistant, profileOf } from './profile.ts';

const who = (speaker: string | null, role: TurnRole | null): Participant => ({ speaker, role });

test.each([
  ['several people', [who('Ann', null), who('Bob', null)], 'people23'],
  ['several people, as users', [who('Ann', 'USER'), who('Bob', 'USER')], 'people23'],
  ['one person', [who('Ann', null)], 'joint32'],
  ['nobody', [], 'joint32'],
  ['nobody known', [who(null, null)], 'joint32'],
  ['a user and an assistant', [who(null, 'USER'), who(null, 'ASSISTANT')], 'joint32'],
  ['several users and an assistant', [who('Ann', 'USER'), who('Bob', 'USER'), who('Bot', 'ASSISTANT')], 'joint32'],
  ['an assistant alone', [who('Bot', 'ASSISTANT')], 'joint32'],
] as const)('%s', (_, participants, profile) => {
  expect(profileOf(participants)).toBe(profile);
});

test.each([
  ['a user with an assistant', [who('Ann', 'USER'), who('Bot', 'ASSISTANT')], true],
  [
    'a user with an assistant that is named at times',
    [who('Ann', 'USER'), who(null, 'ASSISTANT'), who('Bot', 'ASSISTANT')],
    true,
  ],
  ['two users', [who('Ann', 'USER'), who('Bob', 'USER')], false],
  ['an assistant alone', [who('Bot', 'ASSISTANT')], false],
  ['users with a team of agents', [who('Ann', 'USER'), who('Mirthe', 'ASSISTANT'), who('Dauda', 'ASSISTANT')], false],
] as const)('hasAssistant() of %s', (_, participants, expected) => {
  expect(hasAssistant(participants)).toBe(expected);
});
