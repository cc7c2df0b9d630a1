import { expect, test } from 'vitest';
import { makeNote } from './fixtures/make-note.ts';
import { Telling } from './telling.ts';

const note = (number: number, content: string) =>
  makeNote(content, number, { validFrom: new Date('2026-05-31T12:00:00Z') });

test('a memory that was shown in full is only referenced when it is found again', () => {
  const telling = new Telling();
  const [tea, coffee] = [note(1, 'Ada drinks tea.'), note(2, 'Bob drinks coffee.')];
  expect(telling.withQuestion([tea])).toEqual(['[1] (2026-05-31) Ada drinks tea.']);
  expect(telling.byTool([coffee, tea])).toBe('[2] (2026-05-31) Bob drinks coffee.\n[1] as told before');
  expect(telling.byTool([coffee])).toBe('[2] as told before');
});

test('a memory that was truncated is shown again, at greater length if there is room', () => {
  const telling = new Telling();
  const long = Array.from({ length: 4 }, (_, n) => note(n + 1, `${n} ${'x'.repeat(20_000)}`));
  expect(telling.withQuestion(long).map((line) => line.endsWith('… (the first of 20002 characters)'))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const [first] = long;
  expect(first && telling.byTool([first])).toBe(`[1] (2026-05-31) ${first?.content}`);
});

test('the results of tools are limited to about 80,000 characters in total', () => {
  const telling = new Telling();
  let told = 0;
  let searches = 0;
  for (; !telling.isOver; searches += 1) {
    const found = Array.from({ length: 20 }, (_, n) => note(searches * 20 + n + 1, 'x'.repeat(32_000)));
    told += telling.byTool(found).length;
  }
  expect(searches).toBe(2);
  expect(told).toBeGreaterThan(80_000);
  expect(told).toBeLessThan(83_000);
});
