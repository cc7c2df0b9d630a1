import { wordSet } from '../../../platform/word-lists.ts';
import { normalName } from '../../entity-name.ts';
import { wellKnownTag } from '../well-known.ts';
import { katakanaGivenNames } from './japanese-known.ts';
import {
  address,
  givenEndings,
  givenNames,
  kanaGivenNames,
  kanaWords,
  occupations,
  peopleBefore,
  surnames,
  surnamesAndWords,
  titles,
  unnamed,
  wordsBeforeNames,
} from './japanese-words.ts';
import { mayNameSomebody } from './katakana.ts';
import { type Evidence, katakana, latinName, type UnspacedText } from './unspaced-text.ts';

const kanji = '[\\p{Script=Han}々ヶ]';
const hiragana = '\\p{Script=Hiragana}';

/** Finds people by forms of address and titles behind them. */
export function addAddressed(text: UnspacedText): void {
  for (const { start, name } of text.matches(addressed)) addPersonBefore(text, start, name, false);
  for (const { start, name } of text.matches(titled)) addPersonBefore(text, start, name, true);
  text.addBy(inLatin, (name) => wellKnownTag(normalName(name), false) === null);
  for (const { end } of text.matches(ofWhom)) addSomebody(text, end);
}

/** Finds people by surnames and given names. */
export function addJapanesePeople(text: UnspacedText): void {
  text.addBy([[fullForeign, 'PERSON']], (name) =>
    name.split('・').every((part) => part.length > 1 && mayNameSomebody(part)),
  );
  text.addBy([[foreign, 'PERSON']], (name) => katakanaGivenNames.has(name));
  for (const { start, end } of text.matches(kanjiRun)) addInRun(text, start, end);
  for (const { start, end } of text.matches(inKana)) if (text.isOfWords(start, end)) text.add(start, end, 'PERSON');
}

const addressed = new RegExp(`(?<=[\\p{L}ー])(?:${address})`, 'gu');
const titled = new RegExp(`(?<=[\\p{L}ー])(?:${titles})`, 'gu');
/** "Tanakaさん", "同僚のKevin" */
const inLatin: readonly Evidence[] = [
  [new RegExp(`(?<=(?:${peopleBefore})の ?)${latinName}`, 'gu'), 'PERSON'],
  [new RegExp(`${latinName}(?= ?(?:${address}|${titles}))`, 'gu'), 'PERSON'],
];
const fullForeign = new RegExp(`(?<!${katakana}|・)${katakana}+(?:[・＝]${katakana}+){1,2}(?!${katakana}|・)`, 'gu');
const foreign = new RegExp(
  `(?<!${katakana}|[・＝])${katakana}+(?=[はがもとにのをへや、。！？]|から|です|だ|って|より)`,
  'gu',
);
const ofWhom = new RegExp(`(?:${peopleBefore})の`, 'gu');
const kanjiRun = new RegExp(`${kanji}+`, 'gu');
const inKana = new RegExp(
  `(?<![\\p{L}ー])(?:${[...kanaGivenNames].join('|')})(?=[はがもとにのを、]|から|です|だ)`,
  'gu',
);

const isSurname = (name: string): boolean => surnames.has(name) || surnamesAndWords.has(name);
const isGivenName = (name: string): boolean =>
  givenNames.has(name) || (name.length > 0 && name.length < 4 && givenEndings.includes(name.at(-1) ?? ''));

/** Returns how long the surname is with which a run of kanji begins. */
const surnameLength = (run: string): number =>
  [3, 2, 1].find((length) => length <= run.length && isSurname(run.slice(0, length))) ?? 0;

/** Whether a run of kanji is a surname, alone or with a given name. */
function isNameInKanji(run: string): boolean {
  const length = surnameLength(run);
  return length > 0 && (run.length === length || (isGivenName(run.slice(length)) && run.length > 2));
}

/** Adds whose form of address or title begins there. "みっちゃん" is no みっ. */
function addPersonBefore(text: UnspacedText, end: number, calledBy: string, isTitle: boolean): void {
  const before = text.text.slice(Math.max(0, end - 12), end);
  const name =
    inKatakana.exec(before)?.[0] ??
    inKanji(text, before, end, isTitle) ??
    (isTitle ? null : inHiragana(text, before, end));
  if (!name || unnamed.has(name) || !(isNameInKanji(name) || mayNameSomebody(name))) return;
  text.add(end - name.length, name.endsWith('っ') ? end + calledBy.length : end, 'PERSON');
}

const inKatakana = new RegExp(`(?<!${katakana}|・)${katakana}{2,}$`, 'u');
const kanjiBefore = new RegExp(`(?<before>${hiragana}?)(?<run>${kanji}+)$`, 'u');

function inKanji(text: UnspacedText, before: string, end: number, isTitle: boolean): string | null {
  const { before: sign = '', run = '' } = kanjiBefore.exec(before)?.groups ?? {};
  if (run === '' || /[おご]/.test(sign)) return null;
  const starts = text.edgesFrom(end - run.length, end);
  const named = starts.map((start) => text.text.slice(start, end)).find(isNameInKanji);
  if (named) return named;
  const words = text.wordsBetween(end - run.length, end);
  const kept = words.slice(words.findLastIndex((word) => wordsBeforeNames.has(word)) + 1).join('');
  const mayBe = kept.length > 1 && kept.length < 5 && !occupations.test(kept);
  return !isTitle && (mayBe || givenNames.has(kept)) ? kept : null;
}

const hiraganaBefore = new RegExp(`${hiragana}+$`, 'u');
const particle = /^.*?[のはがとにもをでやへ]/u;

/** "さくらちゃん", "友達のゆみちゃん" */
function inHiragana(text: UnspacedText, before: string, end: number): string | null {
  const run = hiraganaBefore.exec(before)?.[0] ?? '';
  const isWhole = run.length === before.length || !/[\p{L}ー]/u.test(before.at(-run.length - 1) ?? ' ');
  const name = isWhole && run.length < 5 ? run : run.replace(particle, '');
  const isName = name.length > 1 && name.length < 5 && (isWhole || name !== run);
  return isName && text.isEdge(end - name.length) ? name : null;
}

/** Adds who stands behind "同僚の". */
function addSomebody(text: UnspacedText, start: number): void {
  const behind = text.text.slice(start, start + 12);
  const name = [foreignBehind, kanaBehind].map((pattern) => pattern.exec(behind)?.[0]).find((found) => found) ?? '';
  const run = /^[\p{Script=Han}々]+/u.exec(behind)?.[0] ?? '';
  const isOneWord = text.wordsBetween(start, start + run.length).length < 2;
  const isGiven = givenNames.has(run) || (run.length > 1 && !isOneWord && isGivenName(run));
  if (run !== '' && (isNameInKanji(run) || isGiven)) text.add(start, start + run.length, 'PERSON');
  else if (name !== '' && mayNameSomebody(name) && !kanaWords.has(name) && text.isOfWords(start, start + name.length))
    text.add(start, start + name.length, 'PERSON');
}

const foreignBehind = new RegExp(`^${katakana}{2,}(?=[はがもとへ、])`, 'u');
const kanaBehind = new RegExp(`^お?${hiragana}{2,3}?(?=[はがを](?!${hiragana}{0,1}$))`, 'u');

/** Longest surname with a given name. */
const longest = 6;

/** Names of one character, seldom words: they begin a clause. */
const shortNames = wordSet('蓮 凛 颯 駿 湊 葵');

const isShortName = ({ text }: UnspacedText, start: number, run: string): boolean =>
  shortNames.has(run) &&
  /(?:^|[、。！？「\n])$/u.test(text.slice(0, start)) &&
  /^[はがも]/u.test(text.slice(start + 1));

/** Adds "山田", "山田太郎" and "由美子" in a run of kanji. */
function addInRun(text: UnspacedText, from: number, end: number): void {
  const next = text.text.slice(end, end + 2);
  if (!/^(?:[はがもとにのをへ、。！？]|から|まで|です|だ$|より|って|$)/u.test(next)) return;
  for (const start of text.edgesFrom(Math.max(from, end - longest), end)) {
    const run = text.text.slice(start, end);
    const isAlone = (run.length > 1 && (surnames.has(run) || givenNames.has(run))) || isShortName(text, start, run);
    const length = surnameLength(run);
    const isFull = length > 1 && run.length > length && isGivenName(run.slice(length));
    const isApart =
      start === from || wordsBeforeNames.has(text.wordsBetween(Math.max(from, start - longest), start).at(-1) ?? '');
    if (isApart && (isAlone || isFull)) text.add(start, end, 'PERSON');
  }
}
