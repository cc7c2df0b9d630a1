import { expect, test } from 'vitest';
import { makeConversation, makeQuestion, turnsOfConversation } from './conversations.ts';

const vocabulary = Array.from({ length: 2_000 }, (_, rank) => `word${rank}`);

test('a conversation is deterministic by number, has two speakers, and repeats no turn', () => {
  const conversation = makeConversation(7, vocabulary);
  expect(makeConversation(7, vocabulary)).toEqual(conversation);
  expect(makeConversation(8, vocabulary)).not.toEqual(conversation);
  expect(new Set(conversation.turns.map(({ speaker }) => speaker)).size).toBe(2);
  expect(new Set(conversation.turns.map(({ content }) => content)).size).toBe(turnsOfConversation);
});

test('words follow a skewed distribution, as in natural language', () => {
  const text = Array.from({ length: 100 }, (_, number) => makeConversation(number, vocabulary).turns).flat();
  const words = text.flatMap(({ content }) => content.toLowerCase().match(/word\d+/g) ?? []);
  const share = (first: number) => words.filter((word) => Number(word.slice(4)) < first).length / words.length;
  expect(share(20)).toBeGreaterThan(0.15);
  expect(share(200)).toBeGreaterThan(0.4);
  expect(share(200)).toBeLessThan(0.8);
});

test('questions ask about what was said', () => {
  const questions = Array.from({ length: 50 }, (_, number) => makeQuestion(number, 1, vocabulary));
  const said = makeConversation(0, vocabulary)
    .turns.map(({ content }) => content.toLowerCase())
    .join(' ');
  const asked = new Set(questions.flatMap((question) => question.match(/word\d+/g) ?? []));
  expect([...asked].filter((word) => said.includes(word)).length).toBeGreaterThan(asked.size / 2);
  expect(new Set(questions).size).toBeGreaterThan(40);
});
