import { expect, test } from 'vitest';
import { namedSubjects, withoutSubjects } from './common-subjects.ts';

test.each<[string, string[]]>([
  ["Where does the user's sister live?", ['user']],
  ['What does this User owe the client, and THE USER him?', ['user', 'client']],
  ['How does my user’s dog sleep?', ['user']],
  ['Where does User live?', []],
  ['a user, user data, users', []],
  ["the user-agent, the users' names", []],
  ['bathe user', []],
  ['', []],
])('finds what "%s" names with an article', (question, subjects) => {
  expect(namedSubjects(question)).toEqual(subjects);
});

test.each([
  ["Where does the user's sister live?", 'Where does sister live?'],
  ['What does The User drink in the morning?', 'What does drink in the morning?'],
  ['languages of the user', 'languages of'],
  ['Where is the user manual?', 'Where is manual?'],
  ['How many users are there?', 'How many users are there?'],
])('leaves out of "%s" whom all memories tell of', (question, left) => {
  expect(withoutSubjects(question, ['user'])).toBe(left);
});

test.each(['Who is the user?', 'Tell me about the user', 'the user'])(
  'leaves "%s" as it is, which tells nothing else',
  (question) => {
    expect(withoutSubjects(question, ['user'])).toBe(question);
  },
);

test('leaves a question without common subjects as it is written', () => {
  expect(withoutSubjects(' the  user ', [])).toBe(' the  user ');
});
