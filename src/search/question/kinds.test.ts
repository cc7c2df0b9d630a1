import { describe, expect, test } from 'vitest';
import { membersOfKinds } from './kinds.ts';

describe('the members of kinds', () => {
  test.each([
    ['Which sports have I done this year?', 'swim'],
    ['What SPORTS does she like?', 'badminton'],
    ['Which water sports did we try?', 'surf'],
    ['What are all my injuries?', 'fractur'],
    ['Which illnesses did Oskar have?', 'flu'],
    ['How many flowers are there?', 'orchid'],
  ])('%s', (question, member) => {
    expect(membersOfKinds(question)).toContain(member);
  });

  test.each([
    'Is sport good for him?',
    'Which sport does she like?',
    'Who told her about the sports?',
    'What is it?',
    'What does she do?',
    'Which xylqs?',
    'Who was there?',
    'Which foods do they like?',
    '',
  ])('none: %s', (question) => {
    expect(membersOfKinds(question)).toEqual([]);
  });

  test('are stems, each once', () => {
    const members = membersOfKinds('Which sports and which sports?');
    expect(new Set(members).size).toBe(members.length);
    expect(members).not.toContain('swimming');
  });
});
