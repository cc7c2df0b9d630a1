import { matchesOf } from '../../../platform/matches-of.ts';
import { oneOf, wordSet } from '../../../platform/word-lists.ts';
import type { EntityType } from '../../entity.ts';
import { namesInHangul } from './hangul.ts';
import { knownNames } from './known-names.ts';
import type { Evidence } from './unspaced-text.ts';

const surnames = oneOf(`
  김|이|박|최|정|강|조|윤|장|임|한|오|서|신|권|황|안|송|류|전|홍|고|문|양|손|배|백|허|유|남|심|노|하|곽|성|차|주|우|구|민|진|나|엄|채|원|천|방|공|현|함
  남궁|황보|선우|제갈`);
const address = oneOf(`
  씨|님|군|양|선생님|교수님?|부장님?|과장님?|차장님?|대리님?|팀장님?|사장님?|대표님?|원장님?|선배님?|후배|의사|변호사|간호사|감독|선수|기자`);
const particle = '(?:은|는|이|가|을|를|와|과|랑|하고|의|도|만|에게|한테|께|께서|으?로|에서|부터|까지|$|[^\\p{L}])';
/** "김민수 씨가" */
const addressed = new RegExp(`(?<!\\p{L})${surnames}[가-힣]{2}(?= ?${address}${particle})`, 'gu');
/** "지민이가": a name that ends in a consonant has a sound more before particles. Ordinary words have none. */
const called =
  /(?<!\p{L})[가-힣][민연준훈진현은영경빈윤원선석철웅혁찬성정람솔린율건환욱식숙순란별늘봄엽용섭범]이(?=(?:가|는|를|랑|도|한테|에게|네)(?!\p{L}))/gu;
/** What looks like names of people. */
const words = wordSet(`
  어린이 젊은이 늙은이 유치원 공무원 이용자 구매자 신청자 주문자 전문가 전문의 주치의 정신과 신문사 방송국 민간인 한국인 고양이 강아지 지도자 이웃집 우리집 윗사람 조교수 심사원 주인공 배달원 공연장
  안내원 연구원 미용사 장학생 신입생 유학생 고등학 선생님 부모님`);

const kinds: readonly (readonly [string, EntityType])[] = [
  ['친구|동료|사람|분|아이|학생|선생님|고양이|강아지|개', 'PERSON'],
  ['회사|가게|식당|카페|학원|병원|밴드|팀|동호회', 'ORGANISATION'],
  ['책|영화|노래|게임|앱|드라마|소설|프로그램|약|차', 'THING'],
  ['도시|마을|동네|섬|곳', 'PLACE'],
];
const evidence: readonly Evidence[] = [
  [addressed, 'PERSON'],
  ...kinds.map(([kind, type]) => [new RegExp(`(?<!\\p{L})[가-힣]{2,6}?(?=이?라는 (?:${kind}))`, 'gu'), type] as const),
  [/(?<=이름은 )[가-힣]{2,4}?(?=이?(?:예요|에요|야|입니다|라고))/gu, 'PERSON'],
  [/(?<=[《『〈])[^《》『』〈〉\n]{1,40}(?=[》』〉])/gu, 'THING'],
];

const ending = oneOf('대학교|대학병원|병원|은행|초등학교|중학교|고등학교|도서관|박물관|미술관|출판사|시청|구청');
const ended = new RegExp(`^[가-힣]{2,6}${ending}$`, 'u');
const described = new RegExp(
  `^(?:동물|종합|어린이|국립|시립|지역|동네|근처|요양|정신|한방|치과|산부인과|정형외과|인터넷|온라인|저축|투자|중앙|여자|남자|외국어|학교|가까운)${ending}$`,
  'u',
);

/** Finds names in a Korean text: people by forms of address, what is called so, endings, and what everybody knows. */
export function koreanNames(content: string): ReadonlyMap<string, EntityType> {
  const found = new Map<string, EntityType>();
  for (const [pattern, type] of evidence)
    for (const [name] of matchesOf(content, pattern)) if (!words.has(name)) found.set(name, type);
  for (const [name] of matchesOf(content, called)) if (!words.has(name)) found.set(name.slice(0, -1), 'PERSON');
  for (const { 0: word, index } of matchesOf(content, /\p{Script=Hangul}+/gu)) {
    const forms = namesInHangul(word);
    const organisation = forms.find((form) => ended.test(form) && !described.test(form));
    const known = organisation ? undefined : forms.find((form) => knownNames('ko').has(form));
    const type = known === undefined ? undefined : knownNames('ko').get(known);
    if (organisation) found.set(organisation, 'ORGANISATION');
    if (known && type && !(type === 'PLACE' && ofNation.test(content.slice(index + known.length))))
      found.set(known, type);
  }
  return found;
}

/** "중국 음식": where something is from. */
const ofNation = /^ (?:음식|요리|사람|친구|동료|영화|드라마|제품|회사)/u;
