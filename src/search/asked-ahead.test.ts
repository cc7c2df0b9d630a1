import { describe, expect, test } from 'vitest';
import { announcement, asksWhatLiesAhead, tellsOfWhatLiesAhead } from './asked-ahead.ts';
import { dayOfDate } from './ranking/calendar.ts';

const today = dayOfDate(2026, 11, 27);

describe('a question for what lies ahead', () => {
  test.each([
    'Any plans coming up for me?',
    "What's coming up?",
    'What do I have planned?',
    'what’s on my calendar',
    'Do I have any appointments coming up?',
    'What is ahead of me in the next weeks?',
    'any plans?',
    "What's on our schedule next month?",
    'Is anything due soon?',
  ])('is: %s', (question) => {
    expect(asksWhatLiesAhead(question)).toBe(true);
  });

  test.each([
    'What did I plan?',
    'What was due?',
    'What plans does Tom have?',
    'When is my dentist appointment?',
    'What is the plan?',
    'Is the rent due?',
    'What happened?',
    'What is next?',
    '',
  ])('is not: %s', (question) => {
    expect(asksWhatLiesAhead(question)).toBe(false);
  });
});

describe('a memory', () => {
  const tells = (text: string, told: number) =>
    tellsOfWhatLiesAhead({ id: 'm', text, language: 'en', day: told }, today);

  test.each([
    ['My eye operation is fixed for January 14', today - 5],
    ['The fair is on December 5', today - 30],
    ['The fair is on 5 December 2026', today - 300],
    ['Jule comes next week', today - 4],
    ['The dentist is tomorrow at eight', today],
  ] as const)('tells of what lies ahead: %s', (text, told) => {
    expect(tells(text, told)).toBe(true);
  });

  test.each([
    ['I saw the dentist on January 14', today - 250],
    ['The fair was on December 5', today - 330],
    ['In January it was too cold', today - 60],
    ['The dentist is tomorrow at eight', today - 1 - 7],
    ['Jule comes next week', today - 30],
    ['I slept well today', today],
    ['2026 is a good year', today - 100],
    ['I keep bees', today],
  ] as const)('does not: %s', (text, told) => {
    expect(tells(text, told)).toBe(false);
  });
});

test('announcements name the months to come, over the end of a year', () => {
  expect(announcement(today)).toContain('november december january february');
});
