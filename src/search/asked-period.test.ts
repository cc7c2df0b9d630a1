import { expect, test } from 'vitest';
import {
  type AskedPeriod,
  askedPeriod,
  asksForATime,
  filterOf,
  filterOfHours,
  likeliestLanguages,
  periodFirst,
} from './asked-period.ts';
import { dayOfDate } from './ranking/calendar.ts';
import { plainQuestion } from './ranking/plain-question.ts';
import type { Hit } from './search.ts';

/** A Friday. */
const today = dayOfDate(2026, 11, 27);
const day = (text: string): number => Date.parse(text) / 86_400_000;
const asked = (question: string, language = 'en') => askedPeriod(question, { [language]: today });
const days = (first: string | null, last: string | null): AskedPeriod => ({
  first: first === null ? null : day(first),
  last: last === null ? null : day(last),
});

test.each([
  ['en', 'What happened in the first week of July?', '2026-07-01', '2026-07-07'],
  ['en', 'what did we talk about yesterday', '2026-11-26', '2026-11-26'],
  ['en', 'What happened last spring?', '2026-03-01', '2026-05-31'],
  ['en', 'What is new since Monday?', '2026-11-23', '2026-11-27'],
  ['en', 'What happened between June 1 and June 10?', '2026-06-01', '2026-06-10'],
  ['en', 'What happened on Friday, 20 November 2026?', '2026-11-20', '2026-11-20'],
  ['en', 'What happened in the week before Easter?', '2026-03-27', '2026-04-02'],
  ['en', 'In May?', '2026-05-01', '2026-05-31'],
  ['en', 'What happened before 10 March?', null, '2026-03-09'],
  ['en', 'What happened after 20 November 2026?', '2026-11-21', null],
  ['en', 'what happened um on the 8th of july again', '2026-07-08', '2026-07-08'],
  ['en', 'what happened like on the 8th of july', '2026-07-08', '2026-07-08'],
  ['en', 'can you list everything from the 8th of july', '2026-07-08', '2026-07-08'],
  ['de', 'was war äh nochmal am 21. juli', '2026-07-21', '2026-07-21'],
  ['de', 'Was war letzte Woche?', '2026-11-16', '2026-11-22'],
  ['de', 'Was war zwischen dem 1. und dem 15. Juni?', '2026-06-01', '2026-06-15'],
  ['de', 'Was war vor zwei Wochen?', '2026-11-09', '2026-11-15'],
  ['de', 'Was haben wir vor dem 10. März gemacht?', null, '2026-03-09'],
  ['es', '¿Qué pasó el 9 de abril?', '2026-04-09', '2026-04-09'],
  ['fr', "Qu'est-ce qui s'est passé en mai ?", '2026-05-01', '2026-05-31'],
  ['it', 'Che cosa è successo ieri?', '2026-11-26', '2026-11-26'],
  ['pt', 'O que aconteceu ontem?', '2026-11-26', '2026-11-26'],
  ['nl', 'Wat is er gisteren gebeurd?', '2026-11-26', '2026-11-26'],
])('%s: "%s" asks for the days from %s to %s alone', (language, question, first, last) => {
  expect(asked(question, language)).toEqual(days(first, last));
});

test.each([
  ['en', 'What happened last night?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['en', 'What did we talk about yesterday evening?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['en', 'what happened on friday night', '2026-11-20 17:00', '2026-11-21 06:00'],
  ['en', 'What did I tell you this morning?', '2026-11-27 04:00', '2026-11-27 12:00'],
  ['en', 'What happened yesterday in the afternoon?', '2026-11-26 12:00', '2026-11-26 18:00'],
  ['en', 'What did I say tonight?', '2026-11-27 17:00', '2026-11-28 06:00'],
  ['de', 'Was war letzte Nacht?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['de', 'Was haben wir gestern Abend gemacht?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['de', 'Was war heute Morgen?', '2026-11-27 04:00', '2026-11-27 12:00'],
  ['es', '¿Qué pasó anoche?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['es', '¿Qué pasó ayer por la tarde?', '2026-11-26 12:00', '2026-11-26 18:00'],
  ['fr', "Qu'est-ce qui s'est passé hier soir ?", '2026-11-26 17:00', '2026-11-27 06:00'],
  ['fr', "Qu'est-ce qui s'est passé cette nuit ?", '2026-11-26 17:00', '2026-11-27 06:00'],
  ['it', 'Che cosa è successo ieri sera?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['it', 'Che cosa è successo stanotte?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['pt', 'O que aconteceu ontem à noite?', '2026-11-26 17:00', '2026-11-27 06:00'],
  ['nl', 'Wat is er gisteravond gebeurd?', '2026-11-26 17:00', '2026-11-27 06:00'],
])('%s: "%s" asks for the hours from %s to %s', (language, question, from, to) => {
  const period = asked(question, language);
  expect(period && filterOfHours(period, { timeZones: ['UTC'] })).toEqual({
    validFromAfter: new Date(Date.parse(`${from}Z`) - 1),
    validFromBefore: new Date(`${to}Z`),
  });
});

test('a question for whole days asks for no hours', () => {
  for (const question of [
    'What happened yesterday?',
    'What happened before last night?',
    'What is new since Monday?',
  ]) {
    const period = asked(question);
    expect(period).not.toBeNull();
    expect(period && filterOfHours(period, { timeZones: ['UTC'] })).toBeNull();
  }
});

test('the night ends in the last of the time zones', () => {
  const period = asked('What happened last night?');
  expect(period && filterOfHours(period, { timeZones: ['Europe/Berlin', 'America/New_York'] })).toEqual({
    validFromAfter: new Date('2026-11-26T15:59:59.999Z'),
    validFromBefore: new Date('2026-11-27T11:00:00Z'),
  });
});

test.each([
  ['en', 'What did Leo do in April?'],
  ['en', 'What did I buy yesterday?'],
  ['en', 'What happened to Dad in July?'],
  ['en', 'What did I like in July?'],
  ['en', 'What happened on 20 November at the dentist?'],
  ['en', 'What happened before the meeting on 10 March?'],
  ['en', 'What happened?'],
  ['en', '#2025'],
  ['en', 'What about #2025?'],
  ['en', 'May I do that?'],
  ['de', 'Was hat Frieda im Mai gemacht?'],
  ['es', '¿Qué dijo Pau ayer?'],
])('%s: "%s" asks for more than a date, or for none', (language, question) => {
  expect(asked(question, language)).toBeNull();
});

test.each([
  '.',
  '?'.repeat(1_000),
  'may '.repeat(500),
  '99 99 9999',
  'yesterday'.repeat(200),
  '\u0000 in May?',
  '(in [May{?',
])('any text can be read: %#', (question) => {
  for (const language of ['en', 'de', 'zh', 'xx']) expect(() => asked(question, language)).not.toThrow();
});

test('the days are those of the time zone of the collections, or of any of theirs', () => {
  const period = days('2026-07-01', '2026-07-07');
  const between = (after: string, before: string) => ({
    validFromAfter: new Date(after),
    validFromBefore: new Date(before),
  });
  const berlin = between('2026-06-30T21:59:59.999Z', '2026-07-07T22:00:00Z');
  expect(filterOf(period, { timeZones: ['UTC'] })).toEqual(between('2026-06-30T23:59:59.999Z', '2026-07-08T00:00:00Z'));
  expect(filterOf(period, { timeZones: ['Europe/Berlin'] })).toEqual(berlin);
  expect(filterOf(period, { timeZones: ['Europe/Berlin', 'America/New_York'] })).toEqual({
    ...berlin,
    validFromBefore: new Date('2026-07-08T04:00:00Z'),
  });
  expect(filterOf(days(null, '2026-03-09'), { timeZones: ['UTC'] })).toMatchObject({ validFromAfter: null });
});

test('hits of the days come before all others, each once, and their scores are explained', () => {
  const hit = (id: string, score: number, content = id): Hit => ({
    id,
    score,
    lexical: null,
    semantic: null,
    graph: null,
    fit: { lexical: 0, cosine: 0 },
    content,
    speaker: null,
    validTo: null,
    names: null,
    explain: () => [{ name: 'meaning', value: score, contribution: score }],
  });
  const all = [hit('a', 3), hit('b', 2), hit('c', 1), hit('d', 0.5, 'twice')];
  const hits = periodFirst([hit('c', 0.4), hit('e', 0.7), hit('f', 0.1, 'twice')], all);
  expect(hits.map(({ id }) => id)).toEqual(['e', 'c', 'f', 'a', 'b']);
  for (const { score, explain } of hits.map((one) => ({ score: one.score, explain: one.explain() }))) {
    expect(explain.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(score);
  }
  expect(hits[0]?.explain()[0]).toEqual({ name: 'period', value: 1, contribution: 3 });
});

test.each([
  ['What happened in May?', ['en'], true],
  ['And in June?', ['en'], true],
  ['When did Anna visit in 2021?', ['en'], false],
  ['Why does 12 matter?', ['en'], false],
  ['flight 12', ['en'], false],
  ['Was war letzte Woche?', ['de'], true],
  ['gestern?', ['de'], true],
  ['am 5.5.?', ['de'], true],
  ['¿Qué pasó en mayo?', ['es'], true],
  ['hier soir', ['fr'], true],
  ['le 5?', ['fr', 'it'], true],
  ['5.5.2021?', ['en', 'de', 'es', 'fr', 'it', 'pt', 'nl'], true],
])('dates are looked for only in the languages that explain most words: %s', async (question, languages, isForTime) => {
  expect(likeliestLanguages(plainQuestion(question))).toEqual(languages);
  expect(await asksForATime(question)).toBe(isForTime);
});
