import { normalName } from '../../entity-name.ts';
import { wellKnownTag } from '../well-known.ts';
import { foreignNames, soundCharacters, soundWords } from './chinese-known.ts';
import {
  deeds,
  givenCharacters,
  longSurnames,
  nicknames,
  notBeforeTitles,
  peopleBefore,
  pets,
  smallWords,
  surnames,
  surnamesAndWords,
  titles,
} from './chinese-words.ts';
import { type Evidence, latinName, type UnspacedText } from './unspaced-text.ts';

const clear = new Set(surnames);
const doubtful = new Set(surnamesAndWords);
const long = new Set(longSurnames.split('|'));
const given = new Set(givenCharacters);
const small = new Set(smallWords);
const nickname = new Set(nicknames);
const han = /^\p{Script=Han}$/u;

const isGiven = (sign: string | undefined): boolean => sign !== undefined && given.has(sign);
const mayBeGiven = (sign: string | undefined): boolean => sign !== undefined && han.test(sign) && !small.has(sign);

/** Finds people by surnames with given names, by what they are or do, by titles, and by names that are written by their sound. */
export function addChinesePeople(text: UnspacedText): void {
  text.addBy([[dotted, 'PERSON']], () => true);
  for (const { end } of text.matches(afterWho)) {
    addPersonFrom(text, end, true);
    if (isGivenAlone(text, end)) text.add(end, end + 2, 'PERSON');
  }
  for (const { start, end } of text.matches(beforeTitle)) addPersonBefore(text, start, end);
  for (const { start } of text.matches(beforeDeed)) {
    for (const length of [3, 2])
      if (isPerson(text, start - length, start, true)) text.add(start - length, start, 'PERSON');
  }
  text.addBy(ours, (name) => Array.from(name).every(mayBeGiven) && !isWho.test(name));
  for (const { end } of text.matches(beside)) {
    if (isGivenAlone(text, end) && together.test(text.text.slice(end + 2))) text.add(end, end + 2, 'PERSON');
  }
  text.addBy(inLatin, (name) => wellKnownTag(normalName(name), false) === null);
  for (const start of text.edges) addPersonFrom(text, start, false);
  for (const { start, end, name } of text.matches(bySound)) {
    if (!text.isOfWords(start, end) || soundWords.has(name) || isRepeated(name)) continue;
    text.add(start, end, wayBefore.test(text.text.slice(0, start)) ? 'PLACE' : 'PERSON');
  }
}

const afterWho = new RegExp(`(?:${peopleBefore}|${pets}|我叫|我是|姓名)[：:是]?(?=\\p{Script=Han})`, 'gu');
const beforeTitle = new RegExp(`(?<=\\p{Script=Han})(?:${titles})`, 'gu');
const beforeDeed = new RegExp(`(?<=\\p{Script=Han})(?:${deeds})`, 'gu');
/** "方舟是我表弟" */
const ours: readonly Evidence[] = [
  [
    new RegExp(
      `(?<=^|[，。！？；\\n])\\p{Script=Han}{2,4}(?=是我们?的?(?:\\p{Script=Han}{1,4}的?)?(?:${peopleBefore}))`,
      'gu',
    ),
    'PERSON',
  ],
];
const isWho = new RegExp(`(?:${peopleBefore}|[边面壁])$`, 'u');
/** "和思琪一起" */
const beside = /[和跟约]/gu;
const together = /^(?:一起|去|吃|见|聊|看|约|打|玩|逛|喝|说)/u;
/** "我同事 Kevin", "Kevin老师" */
const inLatin: readonly Evidence[] = [
  [new RegExp(`(?<=(?:${peopleBefore}|${pets}) ?)${latinName}`, 'gu'), 'PERSON'],
  [new RegExp(`${latinName}(?= ?(?:${titles}))`, 'gu'), 'PERSON'],
];
const dotted = new RegExp(`[${soundCharacters}]{1,6}(?:[·・](?:(?![${smallWords}])\\p{Script=Han}){1,8})+`, 'gu');
const bySound = new RegExp(`(?<![·・])[${soundCharacters}]{3,6}`, 'gu');
const wayBefore = /(?:去|到|在|飞|来自|从|往)$/u;
const isRepeated = (name: string): boolean => new Set(name).size < name.length - 1;

const lengths = [4, 3, 2];

function addPersonFrom(text: UnspacedText, start: number, isShown: boolean): void {
  const length = lengths.find((some) => isPerson(text, start, start + some, isShown));
  if (length) text.add(start, start + length, 'PERSON');
}

/** "陈思远老师" is 陈思远, but a surname alone keeps its title: 王老师 and 王师傅 are two people. */
function addPersonBefore(text: UnspacedText, start: number, end: number): void {
  const length = lengths.find((some) => isPerson(text, start - some, start, true));
  if (length) text.add(start - length, start, 'PERSON');
  const [two, one] = [text.text.slice(start - 2, start), text.text.slice(start - 1, start)];
  const surname = long.has(two) ? two : one;
  const isSurname = long.has(surname) || ((clear.has(one) || doubtful.has(one)) && !notBeforeTitles.includes(one));
  if (isSurname && text.isOfWords(start - surname.length, end)) text.add(start - surname.length, end, 'PERSON');
}

/**
 * Whether exactly these characters name a person: "陈思远", "欧阳倩", "小明"; fewer words are names if nothing shows that a
 * person stands there.
 */
function isPerson(text: UnspacedText, start: number, end: number, isShown: boolean): boolean {
  if (start < 0 || !text.isOfWords(start, end)) return false;
  const name = text.text.slice(start, end);
  const [first = '', second = '', third] = name;
  if (long.has(first + second)) return name.length > 2 && Array.from(name.slice(2)).every(mayBeGiven);
  if (name.length > 3) return false;
  if (third === undefined && (isNickname(first, second, isShown) || isForeign(text, start, end))) return true;
  const isOneWord = name.length === 2 && !text.isEdge(start + 1);
  if (isOneWord || !(clear.has(first) || doubtful.has(first))) return false;
  const areGiven = third === undefined ? isGiven(second) : (isGiven(second) || second === '小') && isGiven(third);
  if (first === '张' && /[一二两三四五六七八九十几这那每半数\d]$/u.test(text.text.slice(0, start))) return false;
  if (doubtful.has(first)) return areGiven && (isShown || third !== undefined);
  if (!isShown) return areGiven;
  return mayBeGiven(second) && (third === undefined || isGiven(third) || (!isGiven(second) && mayBeGiven(third)));
}

/** "小李", "老王", "阿凯", "小芳" */
const isNickname = (first: string, second: string, isShown: boolean): boolean =>
  (/[小老]/.test(first) && clear.has(second) && !notBehindSmall.includes(second)) ||
  (first === '阿' && isGiven(second)) ||
  (first === '小' && (nickname.has(second) || (isShown && isGiven(second))));

/** Surnames that make words with "small" and "old": "小叶", "老朱". */
const notBehindSmall = '叶肖钟任苏林';

/** "安娜", but not within a longer word that is written by its sound. */
const isForeign = ({ text }: UnspacedText, start: number, end: number): boolean =>
  foreignNames.has(text.slice(start, end)) && !soundCharacters.includes(text[end] ?? ' ');

/** "我女朋友思琪", "女儿朵朵" */
function isGivenAlone(text: UnspacedText, start: number): boolean {
  const [first = '', second] = text.text.slice(start, start + 2);
  const mayBe = isGiven(first) && (isGiven(second) || first === second);
  return mayBe && text.isOfWords(start, start + 2) && (first === second || text.isEdge(start + 1));
}
