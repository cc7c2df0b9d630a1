import { oneOf } from '../../../platform/word-lists.ts';
import type { EntityType } from '../../entity.ts';
import { addAddressed, addJapanesePeople } from './japanese-people.ts';
import {
  calledKinds,
  commonBeforeEndings,
  eventEndings,
  kanaWords,
  organisationEndings,
  peopleBefore,
  pets,
  placeEndings,
  surnames,
  unnamed,
  wordsBeforeNames,
} from './japanese-words.ts';
import { isCommonKatakana, mayNameSomebody } from './katakana.ts';
import { knownNames } from './known-names.ts';
import { type Evidence, katakana, UnspacedText } from './unspaced-text.ts';

/** Finds names in a Japanese text by what they consist of and by what stands beside them. */
export function japaneseNames(content: string): ReadonlyMap<string, EntityType> {
  const text = new UnspacedText(content, 'ja');
  text.addBy(named, (name) => !isCommonKatakana(name));
  for (const [pattern, type] of endings) {
    for (const { start, end } of text.matches(pattern)) addEnding(text, start, end, type);
  }
  addAddressed(text);
  text.addKnown(knownNames('ja'), ofNation);
  addJapanesePeople(text);
  text.addBy(byDeeds, mayNameSomebody);
  text.addBy(homes, (name) => !anywhere.test(name) && !wordsBeforeNames.has(name));
  text.addBy(ours, (name) => mayNameSomebody(name) && !unnamed.has(name) && !kanaWords.has(name));
  return text.found;
}

/** "ドイツ人", "イタリア料理": where somebody or something is from. */
const ofNation = /^(?:人|語|料理|製|産|風|系|食|米)/u;
const foreign = `(?<!${katakana}|・)${katakana}{2,}`;
const thingKinds = calledKinds.find(([, type]) => type === 'THING')?.[0] ?? '';

/** "『なごり雪』", "映画「怪物」", "「ひまわり」という店", "猫の名前はモモ" */
const named: readonly Evidence[] = [
  [/(?<=『)[^『』\n]{1,40}(?=』)/gu, 'THING'],
  [new RegExp(`(?<=(?:${thingKinds})の?「)[^「」\\n]{2,20}(?=」)`, 'gu'), 'THING'],
  ...calledKinds.flatMap(([kinds, type]) => [
    [new RegExp(`(?<=「)[^「」\\n]{2,20}(?=」と(?:いう|言う|いった)(?:${kinds}))`, 'gu'), type] as const,
    [new RegExp(`(?:${foreign}|[\\p{Script=Han}]{2,5})(?=と(?:いう|言う|いった)(?:${kinds}))`, 'gu'), type] as const,
  ]),
  [/(?<=「)[^「」\n]{2,20}(?=」を(?:読|見|観|聴|歌|弾|プレイ))/gu, 'THING'],
  [/(?:株式|有限|合同)会社[\p{Script=Han}\p{Script=Katakana}ー]{2,10}/gu, 'ORGANISATION'],
  [new RegExp(`(?<=(?:${pets}|子|息子|娘)の名前は「?)[\\p{L}ー]{2,6}?(?=」|です|だ|で、|に|。)`, 'gu'), 'PERSON'],
];

const endings: readonly Evidence[] = [
  [new RegExp(`(?:${eventEndings})`, 'gu'), 'THING'],
  [new RegExp(`(?:${organisationEndings})`, 'gu'), 'ORGANISATION'],
  [new RegExp(`(?:${placeEndings})`, 'gu'), 'PLACE'],
];

/** Adds "聖路加国際病院", "阿蘇山": an ending with what tells it from others. */
function addEnding(text: UnspacedText, at: number, end: number, type: EntityType): void {
  if (!text.isEdge(end) || /^[\p{Script=Han}々](?!い)/u.test(text.text.slice(end, end + 2))) return;
  const words = text.wordsBefore(at, (word) => {
    const isKana = type === 'ORGANISATION' && /^\p{Script=Hiragana}{3,}$/u.test(word) && !kanaWords.has(word);
    return (
      (isKana || /^(?:[\p{Script=Han}々ヶ]+|[\p{Script=Katakana}ー・]+)$/u.test(word)) && !wordsBeforeNames.has(word)
    );
  });
  const name = words.join('');
  if (surnames.has(text.text.slice(at - name.length, end))) return;
  if (name.length < 2 || commonBeforeEndings.has(name) || words.every(isOrdinary)) return;
  text.add(at - name.length, end, type);
}

const isOrdinary = (word: string): boolean => commonBeforeEndings.has(word) || isCommonKatakana(word);

/** Places that anybody may live in. */
const anywhere =
  /^(?:実家|近所|都内|市内|県内|国内|海外|外国|田舎|地方|都会|郊外|隣町?|寮|社宅|二階|一階|現地|遠方|地元|本社|支社|支店|会社|新居|団地|学校|病院|大学|山奥|駅前|別荘|下宿|一緒|家族|夫婦|単身|各地|全国|北部|南部|首都圏|.*[階県内外])$/u;

const ofPeople = oneOf(`
  と(?:一緒|二人|電話|話|会|結婚)|に(?:会[いうえおっ]|聞|頼|相談|話し|伝え|電話|謝|誘|教え)|から(?:電話|連絡|メール|手紙)
  も?[はが](?:言|話し|教え|くれ|結婚|生まれ|泣|怒|笑|亡くな|妊娠|喜|心配|反対|賛成)
  は[^。、！？\\n]{0,10}(?:人[でだの、。]|出身|同僚|友達|友人|先輩|後輩|上司|部下|歳|才)
  の(?:誕生日|結婚式|お母さん|お父さん|奥さん|息子|娘|両親|実家)`);
const ofFirms = oneOf(`
  本社|支社|支店|本店|の(?:株|店舗|通販|会員|面接|内定|社員|店員|新入社員)|を(?:辞め|退職)|で(?:買|購入|注文)
  [にで](?:勤め|勤務|働|就職|転職|入社|内定|採用|面接|インターン|バイト|アルバイト)`);
const ofThings = 'に乗(?:って|り換え)|を(?:プレイ|ダウンロード|インストール|手放|運転)|のアプリ';
const ofPlaces = 'に(?:住|引っ越|留学|移住)|出身|在住|で(?:暮ら|生まれ|育)';

/** Unknown words by what people do, and by what is done to and at what is called so. */
const byDeeds: readonly Evidence[] = [
  [new RegExp(`${foreign}(?=${ofPeople})`, 'gu'), 'PERSON'],
  [new RegExp(`${foreign}(?=${ofFirms})`, 'gu'), 'ORGANISATION'],
  [new RegExp(`${foreign}(?=${ofThings})`, 'gu'), 'THING'],
  [new RegExp(`${foreign}(?=${ofPlaces})`, 'gu'), 'PLACE'],
];

/** "高槻に住んでいる" */
const homes: readonly Evidence[] = [
  [
    /(?<![\p{Script=Han}々])[\p{Script=Han}々ヶ]{2,4}(?=に(?:住[みんむ]|引っ越|転勤|出張|単身赴任|移住)|出身|在住|行きの(?:電車|バス|飛行機|便))/gu,
    'PLACE',
  ],
];
/** "光は私の弟です" */
const ours: readonly Evidence[] = [
  [
    new RegExp(
      `(?<=^|[、。！？\\n])(?:[\\p{Script=Han}々]{1,4}|${katakana}{2,8}|\\p{Script=Hiragana}{2,4})(?=は(?:私|僕|俺|うち)の(?:${peopleBefore}))`,
      'gu',
    ),
    'PERSON',
  ],
];
