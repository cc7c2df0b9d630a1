import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dateIn } from '../date-in.ts';
import { spanOf } from '../named-date.ts';
import { plainQuestion } from '../plain-question.ts';

/** A Friday. */
const today = Date.parse('2026-11-27') / 86_400_000;
const dayOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** The days that a question asks about, as "first last"; "-" if it names none. */
function daysIn(language: string, question: string): string {
  const date = dateIn(language, plainQuestion(question), today);
  if (date === null) return '-';
  const { first, last } = spanOf(date, today);
  return `${dayOf(first)} ${dayOf(last)}`;
}

/** The labelled questions of a file, and the days that are read in them. */
const readIn = (file: string) =>
  readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => {
      const [language = '', first = '', last = '', question = ''] = line.split(' | ');
      return { asked: first === '-' ? '-' : `${first} ${last}`, read: daysIn(language, question) };
    });

describe('labelled questions in German, French, Spanish, Chinese and Arabic', () => {
  test.each([
    ['questions-in-languages.txt', 0.98],
    ['questions-in-languages-held-out.txt', 0.93],
  ])('of %s are read with exactly their days at least this often: %d', (file, share) => {
    const dated = readIn(file).filter(({ asked }) => asked !== '-');
    expect(dated).toHaveLength(75);
    expect(dated.filter(({ asked, read }) => asked === read).length / dated.length).toBeGreaterThanOrEqual(share);
  });

  test.each([
    ['questions-in-languages.txt', 0],
    ['questions-in-languages-held-out.txt', 1],
  ])('of %s without a date are read so, but for at most this many: %d', (file, count) => {
    const undated = readIn(file).filter(({ asked }) => asked === '-');
    expect(undated).toHaveLength(25);
    expect(undated.filter(({ read }) => read !== '-').length).toBeLessThanOrEqual(count);
  });
});

describe('labelled questions with feasts that move, in nine languages', () => {
  test.each([
    ['questions-with-feasts.txt', 0.88, 0],
    ['questions-with-feasts-held-out.txt', 0.84, 3],
  ])(
    'of %s are read with exactly their days at least this often: %d; without a date wrongly at most: %d',
    (file, share, wrong) => {
      const all = readIn(file);
      expect(all).toHaveLength(60);
      const [dated, undated] = [all.filter(({ asked }) => asked !== '-'), all.filter(({ asked }) => asked === '-')];
      expect(dated.filter(({ asked, read }) => asked === read).length / dated.length).toBeGreaterThanOrEqual(share);
      expect(undated.filter(({ read }) => read !== '-').length).toBeLessThanOrEqual(wrong);
    },
  );
});
