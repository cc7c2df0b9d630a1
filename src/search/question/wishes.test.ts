import { expect, test } from 'vitest';
import { wishStemsFor } from './wishes.ts';

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
  expect(wishStemsFor(question, ['en'])).toContain('prefer');
});

test.each([
  'When does my sprint end?',
  'Where did we have the plan made?',
  'Can you give me a summary of my training?',
  'Could you list the order in which I mentioned the towns?',
  'Who taught me to cook?',
  'my plan for spring',
])('"%s" asks for no service', (question) => {
  expect(wishStemsFor(question, ['en'])).toEqual([]);
});

test.each([
  'Schreib mir eine Mail an den Imker',
  'Kannst du mir ein Rezept für die Feier vorschlagen?',
  'Wie soll ich das Beet anlegen?',
  'Welche Verbindung würdest du nehmen?',
  'Was könnten wir den Kindern schenken?',
  'Danke! Und bitte hilf mir beim Elternabend',
])('"%s" asks for a service, in German', (question) => {
  expect(wishStemsFor(question, ['de'])).toContain('bevorzug');
});

test.each([
  'Wann beginnt mein Sabbatjahr?',
  'Kannst du mir zusammenfassen, wie sich alles entwickelt hat?',
  'Wer hat mir beim Bau geholfen?',
  'mein Plan fürs Frühjahr',
])('"%s" asks for no service, in German', (question) => {
  expect(wishStemsFor(question, ['de'])).toEqual([]);
});

test('wishes are those of each language in which the question asks for a service, each stem once', () => {
  const question = 'Plan my training';
  expect(wishStemsFor(question, ['en'])).not.toContain('bevorzug');
  const both = wishStemsFor(question, ['en', 'de']);
  expect(both).toEqual(expect.arrayContaining(['prefer', 'bevorzug']));
  expect(new Set(both).size).toBe(both.length);
  expect(wishStemsFor(question, ['fr'])).toEqual([]);
});
