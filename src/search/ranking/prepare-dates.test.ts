import { expect, test } from 'vitest';
import { dateIn } from './date-in.ts';
import { datePreparation } from './prepare-dates.ts';

/** 2026-11-27 */
const today = 20_784;
const yesterday = { kind: 'days', first: today - 1, last: today - 1 };

/** How often other work of the event loop has its turn until then. */
async function turnsUntil(done: Promise<void>): Promise<number> {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  await done;
  clearImmediate(next);
  return turns;
}

test.each([
  ['en', 'what did i do yesterday?', 'what did anna paint?'],
  ['de', 'was war gestern los?', 'was hat anna gemalt?'],
  ['zh', '我昨天做了什么', '安娜画了什么'],
])(
  'compiles what reads dates in %s once, with other work in between, and not for a question without one',
  async (language, dated, other) => {
    const prepareDates = datePreparation();
    expect(await turnsUntil(prepareDates(other, [language]))).toBeLessThan(3);
    expect(await turnsUntil(prepareDates(dated, [language]))).toBeGreaterThan(20);
    expect(await turnsUntil(prepareDates(dated, [language]))).toBeLessThan(3);
    expect(dateIn(language, dated, today)).toEqual(yesterday);
  },
);

test('compiles them once more for questions with characters beyond Latin-1', async () => {
  const prepareDates = datePreparation();
  await prepareDates('what did i do yesterday?', ['en']);
  const [narrow, wide] = ['what did éva do yesterday?', 'what did “anna” do yesterday?'];
  expect(await turnsUntil(prepareDates(narrow, ['en']))).toBeLessThan(3);
  expect(await turnsUntil(prepareDates(wide, ['en']))).toBeGreaterThan(20);
  expect(await turnsUntil(prepareDates(wide, ['en']))).toBeLessThan(3);
  expect(dateIn('en', wide, today)).toEqual(yesterday);
});
