import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { normalName } from '../../entity-name.ts';
import { RulesExtractor } from '../rules-extractor.ts';
import { eastAsianNames } from './east-asian-names.ts';

const extractor = new RulesExtractor();

async function read(content: string, language: string) {
  const [found] = await extractor.extract([{ content, speaker: null, language }]);
  return found?.entities ?? [];
}

const typed = async (content: string, language: string) =>
  (await read(content, language)).map(({ name, type }) => `${name} ${type}`);

describe('in Chinese', () => {
  test.each([
    ['我同事陈思远下周去上海出差。', ['陈思远 PERSON', '上海 PLACE']],
    ['王老师和王明都来了，小李和老周没来。', ['王老师 PERSON', '王明 PERSON', '小李 PERSON', '老周 PERSON']],
    ['欧阳倩说林晓彤教授病了。', ['欧阳倩 PERSON', '林晓彤 PERSON']],
    ['我女朋友思琪养了一只叫朵朵的猫。', ['思琪 PERSON', '朵朵 PERSON']],
    ['方舟是我表弟，夏天是我室友。', ['方舟 PERSON', '夏天 PERSON']],
    ['约翰·史密斯和马尔科是我同事，托马斯叔叔也是。', ['约翰·史密斯 PERSON', '马尔科 PERSON', '托马斯 PERSON']],
    ['我同事 Kevin 在用 Notion 和飞书。', ['Kevin PERSON', 'Notion THING', '飞书 THING']],
    ['李娜在北京大学读书，住朝阳区建国路。', ['李娜 PERSON', '北京大学 ORGANISATION', '朝阳区 PLACE', '建国路 PLACE']],
    ['他在比亚迪做工程师，以前在德勤实习。', ['比亚迪 ORGANISATION', '德勤 ORGANISATION']],
    ['我们队叫"铁皮青蛙"，周末看了《三体》。', ['铁皮青蛙 ORGANISATION', '三体 THING']],
    ['報名了上海马拉松。', ['上海马拉松 THING']],
    ['我们去冰岛看极光，意大利同事没去。', ['冰岛 PLACE']],
    ['张伟把AWS上的数据删了。', ['张伟 PERSON', 'AWS THING']],
  ])('names are found by what they consist of and by what stands beside them: %s', async (content, wanted) => {
    expect((await typed(content, 'zh')).toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    '把一张纸撕成两半，每张票八十块。',
    '我在一家互联网公司做产品经理，住在公司附近的小区。',
    '孩子发烧了，要不要去儿童医院？',
    '家里的路由器坏了，数据库也连不上。',
    '同事都说这个方案不行，老板高兴坏了。',
    '高峰期地铁很挤，白天太热，方便的话给我回电话。',
    '老师让孩子叫妈妈起床，猫叫了一晚上。',
    '昨天是我生日，隔壁是我舅舅家。',
    '小时候住在农村，老年大学招生了。',
    '学长推荐我看这本书，他在网上做调查。',
  ])('words are no names: %s', async (content) => {
    expect(await typed(content, 'zh')).toEqual([]);
  });
});

describe('in Japanese', () => {
  test.each([
    ['山田太郎さんは東京大学の教授です。', ['山田太郎 PERSON', '東京大学 ORGANISATION']],
    ['佐藤は鈴木部長と大阪へ行く。', ['佐藤 PERSON', '鈴木 PERSON', '大阪 PLACE']],
    ['森さんは森の近くに住んでいる。', ['森 PERSON']],
    [
      '松本さんが松山へ行き、福島部長は任天堂さんに行く。',
      ['松本 PERSON', '松山 PLACE', '福島 PERSON', '任天堂 ORGANISATION'],
    ],
    ['さくらちゃんとみっちゃんが遊ぶ。', ['さくら PERSON', 'みっちゃん PERSON']],
    ['妹の美咲と猫のマロンと同僚のKevin', ['美咲 PERSON', 'マロン PERSON', 'Kevin PERSON']],
    ['光は私の弟です。', ['光 PERSON']],
    ['レオナルド・ディカプリオの『タイタニック』を見た。', ['レオナルド・ディカプリオ PERSON', 'タイタニック THING']],
    ['アマゾンから連絡が来て、バトバヤルから電話があった。', ['アマゾン ORGANISATION', 'バトバヤル PERSON']],
    [
      '株式会社サクラと聖路加国際病院と東京外国語大学',
      ['株式会社サクラ ORGANISATION', '聖路加国際病院 ORGANISATION', '東京外国語大学 ORGANISATION'],
    ],
    ['阿蘇山と京都駅、隅田川花火大会', ['阿蘇山 PLACE', '京都駅 PLACE', '隅田川花火大会 THING']],
    ['弟はスプラトゥーン3ばかりやっている。', ['スプラトゥーン3 THING']],
    ['「ひまわり」という店の近くの高槻に住んでいる。', ['ひまわり ORGANISATION', '高槻 PLACE']],
    ['JR東日本でモンゴル人の友達と会った。', ['JR東日本 ORGANISATION']],
  ])('names are found by what they consist of and by what stands beside them: %s', async (content, wanted) => {
    expect((await typed(content, 'ja')).toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    'お母さんと美容師さんとお客様にメールを送った。',
    'たくさんの本を読んだ友達のおかげで助かりました。',
    '息子のことを主治医の先生に相談した。',
    '大学病院から総合病院に転院した。',
    '猫のトイレを掃除して、犬のリードを買った。',
    'ホテルのフロントに電話して、予定通りに出発した。',
    '無人島の駅前の英会話教室に通っている。',
    '実家に住んでいる妻の実家の近所の公園で遊んだ。',
    'これは私の猫です。',
  ])('words are no names: %s', async (content) => {
    expect(await typed(content, 'ja')).toEqual([]);
  });
});

describe('in Korean', () => {
  test.each([
    ['김민수 씨가 이정훈 과장님과 서울에 온대요.', ['김민수 PERSON', '이정훈 PERSON', '서울 PLACE']],
    ['지민이는 서연이가 이사한다고 했어요.', ['지민 PERSON', '서연 PERSON']],
    ['제 고양이 이름은 초코예요. 보리라는 강아지도 있어요.', ['초코 PERSON', '보리 PERSON']],
    ['서울대학교에 다니고 독일 여행도 가요.', ['서울대학교 ORGANISATION', '독일 PLACE']],
    ['삼성전자에서 《기생충》을 카카오톡으로 봤어요.', ['삼성전자 ORGANISATION', '기생충 THING', '카카오톡 THING']],
  ])('names are found by what they consist of and by what stands beside them: %s', async (content, wanted) => {
    expect((await typed(content, 'ko')).toSorted()).toEqual(wanted.toSorted());
  });

  test.each([
    '어린이가 고양이가 좋아하는 떡볶이를 젊은이들과 먹어요.',
    '고객님과 구매자님, 선생님이 유치원 선생님께 말했어요.',
    '정신과 의사와 전문 변호사, 유명 선수를 만났어요.',
    '종합병원에 가고 동네 은행에서 중국 음식을 시켰어요.',
    '날씨가 좋고 차이가 많이 나요. 나이가 들었어요.',
  ])('words are no names: %s', async (content) => {
    expect(await typed(content, 'ko')).toEqual([]);
  });
});

test('a name of several parts or with digits is found where it is known and nothing else shows it', async () => {
  const known = new Map([
    ['卡尔 马克思', 'PERSON'],
    ['东方红3号', 'THING'],
  ] as const);
  const [found] = await extractor.extract([
    { content: '昨天坐东方红3号，读了卡尔·马克思的书。', speaker: null, language: 'zh', known },
  ]);
  expect(found?.entities).toEqual([
    { name: '东方红3号', normal: '东方红3号', type: 'THING' },
    { name: '卡尔·马克思', normal: '卡尔 马克思', type: 'PERSON' },
  ]);
});

test('what the account knows of a name stands, unless that is only that it is a thing', async () => {
  const known = new Map([
    ['小米', 'PERSON'],
    ['kevin', 'THING'],
  ] as const);
  const [found] = await extractor.extract([{ content: '我同事Kevin喂了小米。', speaker: null, language: 'zh', known }]);
  expect(found?.entities.map(({ name, type }) => `${name} ${type}`)).toEqual(['Kevin PERSON', '小米 PERSON']);
});

const marked = /\[(?<name>[^|\]]+)\|(?<type>[A-Z]+)\]/gu;

test.each([
  ['blind-read', 'zh', { precision: 0.9, recall: 0.75, f1: 0.8 }],
  ['blind-read', 'ja', { precision: 0.95, recall: 0.95, f1: 0.95 }],
  ['blind', 'zh', { precision: 0.9, recall: 0.6, f1: 0.7 }],
  ['blind', 'ja', { precision: 0.8, recall: 0.5, f1: 0.6 }],
])('names and types in texts by an author who saw no rules: %s, %s', async (half, language, floors) => {
  const text = await readFile(`tests/graph/labelled/languages/${half}/${language}.txt`, 'utf8');
  let [right, found, wanted] = [0, 0, 0];
  for (const line of text.trim().split('\n')) {
    const gold = [...line.matchAll(marked)].map(
      ({ groups: { name = '', type = '' } = {} }) => `${type} ${normalName(name)}`,
    );
    const entities = await read(line.replaceAll(marked, '$<name>'), language);
    right += entities.filter(({ type, normal }) => gold.includes(`${type} ${normal}`)).length;
    found += entities.length;
    wanted += new Set(gold).size;
  }
  const scores = { precision: right / found, recall: right / wanted, f1: (2 * right) / (found + wanted) };
  console.info(`${half} ${language}: ${JSON.stringify(scores)}`);
  expect(scores.precision).toBeGreaterThanOrEqual(floors.precision);
  expect(scores.recall).toBeGreaterThanOrEqual(floors.recall);
  expect(scores.f1).toBeGreaterThanOrEqual(floors.f1);
});

test('a long run of capitals is read once, not again from each', () => {
  expect([...eastAsianNames(`あ${'A'.repeat(60_000)}`).keys()]).toEqual([]);
});
