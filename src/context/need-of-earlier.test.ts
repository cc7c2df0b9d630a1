import { describe, expect, test } from 'vitest';
import { labelledLines } from '../consolidation/fixtures/labelled-lines.ts';
import { asksForATime } from '../search/asked-period.ts';
import { needOfEarlier } from './need-of-earlier.ts';

const refersBack = (message: string): boolean => needOfEarlier(message, false) !== 'none';

test.each([
  ['And when was that?', true],
  ['Why?', true],
  ['Which colour?', true],
  ['And in May?', true],
  ['What did she paint?', true],
  ['What did she say about the painting class?', true],
  ['Did Anna like it?', true],
  ['Tell me more about it', true],
  ['Und wann war das genau?', true],
  ['C’était quand déjà ?', true],
  ['后来呢？', true],
  ['何年続けたんだっけ？', true],
  ['Who is Anna?', false],
  ["What is my mother's address?", false],
  ['Has Priya said when she starts?', false],
  ['How does Jon use the clipboard with a notepad attached to it?', false],
  ['Is it raining in Oslo?', false],
  ['What is that, a sinking fund?', false],
  ['Wo wohnt Anna jetzt mit ihrem Hund?', false],
  ['Alarmcode?', false],
  ['thanks', false],
  ['🙂', false],
  ['', false],
])('%s: depends on what was said before: %s', (message, expected) => {
  expect(refersBack(message)).toBe(expected);
});

test.each([
  ['And when was that?', 'all'],
  ['Mit wem war sie dort?', 'all'],
  ['次卧呢？', 'all'],
  ['What did she say about the painting class?', 'some'],
  ['Was hat er über den Garten und die Mauer gesagt?', 'some'],
  ['Who is Anna?', 'none'],
])('%s: what was said before says %s of what it is about', (message, expected) => {
  expect(needOfEarlier(message, false)).toBe(expected);
});

test.each([
  ['What happened yesterday?', false],
  ['what did we talk about last week', false],
  ['Was habe ich letzte Woche gemacht?', false],
  ['What about yesterday?', true],
  ['And last week?', true],
  ['Which colour yesterday?', true],
])('%s, about a time: depends on what was said before: %s', async (message, expected) => {
  expect(needOfEarlier(message, await asksForATime(message)) !== 'none').toBe(expected);
});

test.each([
  ['Um, and when was that?', true],
  ['and uh what about may', true],
  ['Ähm, und wann war das genau?', true],
  ['Euh, que fait Ben demain ?', false],
  ["Um, what is my mother's address?", false],
])('%s: sounds of somebody who looks for words change nothing', (message, expected) => {
  expect(refersBack(message)).toBe(expected);
});

test('in a language that is not known, and for a long text, nothing is taken to refer back', () => {
  for (const message of [
    'Ja milloin se oli?',
    'और वह कब था?',
    `${'He said it. '.repeat(100_000)}Why?`,
    'it '.repeat(90),
  ]) {
    expect(refersBack(message), message.slice(0, 50)).toBe(message.startsWith('it '));
  }
});

const languages = ['en', 'de', 'fr', 'es', 'zh', 'it', 'nl', 'pt', 'ru', 'ja'];

const followUps = (file: string) =>
  labelledLines(new URL(`fixtures/${file}`, import.meta.url))
    .map((line) => line.split(' | '))
    .map(([language = '', label = '', ...said]) => ({
      language,
      isBack: label === 'back',
      message: said.at(-1) ?? '',
    }));

describe.each([
  { file: 'follow-ups.txt', all: 12, least: 11 / 12 },
  { file: 'follow-ups-held-out.txt', all: 12, least: 8 / 12 },
  { file: 'follow-ups-of-rules.txt', all: 28, least: 0.93 },
])('$file', ({ file, all, least }) => {
  test.each(languages)('messages in %s that need what was said before are told from others', (language) => {
    const messages = followUps(file).filter((one) => one.language === language);
    expect(messages.length).toBeGreaterThanOrEqual(all);
    const right = messages.filter(({ isBack, message }) => refersBack(message) === isBack).length;
    console.log(`${language} of ${file}: ${right} of ${messages.length}`);
    expect(right / messages.length).toBeGreaterThanOrEqual(least);
  });
});
