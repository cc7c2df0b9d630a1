import type { EntityType } from '../../entity.ts';
import { addChinesePeople } from './chinese-people.ts';
import {
  calledKinds,
  commonBeforeEndings,
  describedEndings,
  eventEndings,
  organisationEndings,
  placeEndings,
  smallEnds,
  smallWords,
  wordsBeforeEndings,
} from './chinese-words.ts';
import { knownNames } from './known-names.ts';
import { type Evidence, UnspacedText } from './unspaced-text.ts';

/** Finds names in a Chinese text by what they consist of and by what stands beside them. */
export function chineseNames(content: string): ReadonlyMap<string, EntityType> {
  const text = new UnspacedText(content, 'zh', smallEnds);
  text.addBy([[titleOfWork, 'THING']], () => true);
  for (const [pattern, type] of called) text.addBy([[pattern, type]], (name) => mayBeCalled(name, type));
  for (const [pattern, type] of endings) {
    for (const { start, end } of text.matches(pattern)) addEnding(text, start, end, type);
  }
  for (const { start, end } of text.matches(employer)) addEmployer(text, start, end);
  text.addKnown(knownNames('zh'), ofNation);
  addChinesePeople(text);
  return text.found;
}

/** "意大利同事", "中国菜": where somebody or something is from. */
const ofNation = /^(?:人|语|文|菜|式|籍|话|同事|同学|交换生|留学生|朋友|客户|料理|女|男|队|货|产|老师|學生|学生)/u;
const titleOfWork = /(?<=[《『])[^《》『』\n]{1,40}(?=[》』])/gu;

/** "女儿叫", "一家名叫“" */
const calling = '(?:的?(?:名字|名))?(?:名叫|叫做|叫作|取名叫?|起名叫?|叫)[了个]?[“"「『]?';
/** What is called in another sense: "叫外卖", "叫她起床". */
const notCalled = '[我你他她它不人车醒起爸妈]|什么|啥|大家|外卖';
const afterCalled = '[”"」』，。！？、,.!?；;\\s的]|$';

/** "女儿叫朵朵", "一家叫绿野的公司" */
const called = calledKinds.map(
  ([kinds, type]): Evidence => [
    new RegExp(`(?<=(?:${kinds})${calling})(?!${notCalled})[\\p{L}\\p{N}·]{2,8}?(?=${afterCalled})`, 'gu'),
    type,
  ],
);

const small = new Set(smallWords);

const mayBeCalled = (name: string, type: EntityType): boolean =>
  (type !== 'PERSON' || name.length <= 4 || name.includes('·')) && !/[的了我你他她在去给]/u.test(name);

const endings = [
  [new RegExp(`(?:${eventEndings})`, 'gu'), 'THING'],
  [new RegExp(`(?:${organisationEndings})`, 'gu'), 'ORGANISATION'],
  [new RegExp(`(?:${placeEndings})`, 'gu'), 'PLACE'],
] as const;

/** Adds "南开中学", "文昌路": an ending with what tells it from others. */
function addEnding(text: UnspacedText, at: number, end: number, type: EntityType): void {
  if (!text.isEdge(end)) return;
  const longest = type === 'PLACE' && end - at === 1 ? 3 : 8;
  const words = text.wordsBefore(at, (word, start) => {
    const isFirst = start + word.length === at;
    return !isOutside(word) && (isFirst || at - start <= longest);
  });
  const name = words.join('');
  if (name.length < 2 || commonBeforeEndings.has(name) || words.every((word) => commonBeforeEndings.has(word))) return;
  const isDescribed = describedEndings.test(text.text.slice(at, end));
  if (isDescribed && words.every((word) => word.length > 1 || commonBeforeEndings.has(word))) return;
  text.add(at - name.length, end, type);
}

/** Whether a word does not belong to the name behind it. */
const isOutside = (word: string): boolean =>
  !/^\p{Script=Han}+$/u.test(word) ||
  wordsBeforeEndings.has(word) ||
  (word.length === 1 && small.has(word)) ||
  /[我你他她的了在去到过这那]|^[一二两三几每这那][家所个座条间]$/u.test(word);

const work = '工作|上班|实习|任职|做|当|就职|打工|兼职';
const employed = '就职于|任职于|供职于|毕业于|跳槽到|跳槽去';
const employer = new RegExp(
  `(?<=在)\\p{Script=Han}{2,6}?(?=${work})|(?<=${employed})\\p{Script=Han}{2,6}?(?=[，。,.！的做当了]|$)`,
  'gu',
);

/** "在比亚迪做工程师": a name, not the words of a place, if Intl does not know all of it. */
function addEmployer(text: UnspacedText, start: number, end: number): void {
  const words = text.wordsBetween(start, end);
  if (knownNames('zh').has(words.join('')) || words.some(isOutside) || words.every(({ length }) => length > 1)) return;
  if (text.isOfWords(start, end)) text.add(start, end, 'ORGANISATION');
}
