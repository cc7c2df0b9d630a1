import { expect, test } from 'vitest';
import { asksForService, wishStems } from './wishes.ts';

test.each([
  'Plan my training for spring',
  'Can you write to the plumber?',
  'please help me reply to Anna',
  'Give me a decorator in Python',
  'How should I store the amounts?',
  'How does a VPC work?',
  'Which sights in Porto would you suggest?',
  'What could we cook on Friday?',
  "I'm setting up a server. What do I need?",
  'Thanks! And draft a mail to Claudia',
])('"%s" asks for a service', (question) => {
  expect(asksForService(question)).toBe(true);
});

test.each([
  'When does my sprint end?',
  'Where did we have the plan made?',
  'Can you give me a summary of my training?',
  'Could you list the order in which I mentioned the towns?',
  'Who taught me to cook?',
  'my plan for spring',
])('"%s" asks for no service', (question) => {
  expect(asksForService(question)).toBe(false);
});

test('each stem of a wish stands once', () => {
  expect(new Set(wishStems).size).toBe(wishStems.length);
});
