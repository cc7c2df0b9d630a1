import { expect, test } from 'vitest';
import { appendStatement, type Change } from './event-log.ts';

const ended = (n: number): Change => {
  const id = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
  return { kind: 'collection', streamId: id, type: 'StreamEnded', subjectId: id, recall: true };
};
const statements = (changes: readonly Change[]) => appendStatement('account', changes).split(';\n').length;

test('writes equal changes to many streams in few statements, and differing ones separately', () => {
  const many = Array.from({ length: 1_001 }, (_, n) => ended(n));
  expect(statements(many)).toBe(3);
  expect(statements([ended(1), { ...ended(2), memories: -1 }, { ...ended(3), memories: -1 }, ended(4)])).toBe(3);
  expect(statements([ended(1), ended(1), ended(2)])).toBe(2);
  expect(statements([ended(1), { ...ended(1), kind: 'conversation' }])).toBe(2);
});
