import { expect, test } from 'vitest';
import { memoryOf } from '../fixtures/read-pairs.ts';
import { outdatedOf, readMemory } from '../outdated-index.ts';

const ruleOf = (before: string, after: string) =>
  outdatedOf(readMemory(memoryOf(before, 0)), readMemory(memoryOf(after, 1)))?.rule ?? null;

test.each([
  ['The user lives in Berlin.', 'The user no longer lives in Berlin.'],
  ['Our team uses Slack.', 'Our team no longer uses Slack.'],
  ['Ben smokes.', 'Ben never smokes now.'],
  ['Ben is single.', 'Ben got married in May.'],
  ['Anna is married to Ben.', 'Anna got divorced last year.'],
  ['Anna lives in Berlin.', 'Anna moved from Berlin to Munich.'],
  ['The party is on Friday.', 'The party was moved from Friday to Saturday.'],
  ['Ben smokes.', 'Ben quit smoking last year.'],
])('"%s" does not hold any more after "%s"', (before, after) => {
  expect(ruleOf(before, after)).toBe('told anew');
});

test.each([
  ['My favourite song is Yesterday.', 'My favourite song is also Help.'],
  ['Anna drinks coffee.', 'Anna stopped drinking coffee in the evening.'],
  ['Ben drinks.', 'Ben stopped drinking coffee.'],
  ['I live in Berlin.', 'No, I live in Berlin.'],
  ['I live in Berlin.', 'Not at all, I live in Berlin now.'],
  ['Anna lives in Munich.', 'Anna moved from Berlin to Munich.'],
  ['The party is on Friday.', 'The party was moved to the garden.'],
  ['Our team no longer uses Slack.', 'Our team no longer uses Slack!'],
])('"%s" may still hold after "%s"', (before, after) => {
  expect(ruleOf(before, after)).toBeNull();
});
