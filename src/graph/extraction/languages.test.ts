import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { EntityType } from '../entity.ts';
import { normalName } from '../entity-name.ts';
import type { TextToRead } from './extraction.ts';
import { languageWords } from './language-words.ts';
import { largeWithin } from './plain-words.ts';
import { RulesExtractor } from './rules-extractor.ts';

const extractor = new RulesExtractor();
const marked = /\[(?<name>[^|\]]+)\|(?<type>[A-Z]+)\]/gu;
const languages = ['ar', 'de', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'ru', 'tr', 'zh'];

async function read(content: string, given: Partial<TextToRead>) {
  const [found] = await extractor.extract([{ content, speaker: null, language: 'en', ...given }]);
  return found?.entities ?? [];
}

const names = async (content: string, given: Partial<TextToRead>) =>
  (await read(content, given)).map(({ name }) => name);

const people = (all: readonly string[]): ReadonlyMap<string, EntityType> =>
  new Map(all.map((name) => [normalName(name), 'PERSON']));

interface Score {
  readonly right: number;
  readonly found: number;
  readonly wanted: number;
}

const figures = ({ right, found, wanted }: Score) => ({
  precision: right / found,
  recall: right / wanted,
  f1: (2 * right) / (found + wanted),
});

/** Scores how many marked names are found in the turns of one language, if the account knows the speakers. */
async function score(half: string, language: string): Promise<Score> {
  const file = await readFile(`tests/graph/labelled/languages/${half}/${language}.txt`, 'utf8');
  const [first = '', ...lines] = file.trim().split('\n');
  const known = people(first.replace('speakers: ', '').split(', '));
  let [right, found, wanted] = [0, 0, 0];
  for (const line of lines) {
    const gold = new Set([...line.matchAll(marked)].map(({ groups: { name = '' } = {} }) => normalName(name)));
    const entities = await read(line.replaceAll(marked, '$<name>'), { language, known });
    right += entities.filter(({ normal }) => gold.has(normal)).length;
    found += entities.length;
    wanted += gold.size;
  }
  return { right, found, wanted };
}

test.each(['seen', 'unseen'])('names in hand-labelled turns of 14 languages reach an F1 > 0.9: %s', async (half) => {
  const all: Score[] = [];
  for (const language of languages) {
    const one = await score(half, language);
    const { precision, recall, f1 } = figures(one);
    console.info(
      `${language}: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)}, ${half}`,
    );
    all.push(one);
  }
  const sum = (key: keyof Score) => all.reduce((total, one) => total + one[key], 0);
  const { precision, recall, f1 } = figures({ right: sum('right'), found: sum('found'), wanted: sum('wanted') });
  console.info(`all: precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, F1 ${f1.toFixed(2)}, ${half}`);
  expect(precision).toBeGreaterThan(0.92);
  expect(f1).toBeGreaterThan(0.9);
});

describe('the first word of a sentence', () => {
  test.each([
    ['es', 'Ayer Lucía me llamó.', ['Lucía']],
    ['es', 'Lucía trabaja en Siemens.', ['Lucía', 'Siemens']],
    ['es', 'Vivimos en Sevilla. Llevo tres días aquí.', ['Sevilla']],
    ['es', 'Visité Madrid.', ['Madrid']],
    ['es', 'Ella no vino. Dale, mira.', []],
    ['es', 'Hoy vi a Nuria. Nuria está bien.', ['Nuria']],
    ['es', 'NO PUEDO MÁS', []],
    ['es', 'Me dijo: "Vente a casa", y Javier: «Iremos».', ['Javier']],
    ['it', "L'Aquila è bella, all'Università di Padova no.", ['Università di Padova']],
    ['it', 'Sarà bello con Sara.', ['Sara']],
    ['nl', 'Dan ga ik naar Utrecht. ’s Ochtends spreek ik Nederlands.', ['Utrecht']],
    ['tr', "Kim geldi? Ankara'da İzmir'i sordu.", ['Ankara', 'İzmir']],
  ])('in %s: %s', async (language, content, wanted) => {
    expect(await names(content, { language })).toEqual(wanted);
  });

  test('is a name if it is one in the middle of a sentence of another text of the same batch', async () => {
    const texts = ['Nuria se muda.', 'Ayer vi a Nuria.'].map((content) => ({ content, speaker: null, language: 'es' }));
    const found = await extractor.extract(texts);
    expect(found.map(({ entities }) => entities.map(({ name }) => name))).toEqual([['Nuria'], ['Nuria']]);
  });

  test('is a name if the account knows it, unless other rules may have misread it', async () => {
    const known = new Map<string, EntityType>([
      ['nuria sanz', 'PERSON'],
      ['ayer lucia', 'THING'],
      ['hoy lucia', 'ORGANISATION'],
      ['visite madrid', 'PLACE'],
      ['iberdrola', 'THING'],
    ]);
    expect(
      await names('Nuria Sanz llamó. Ayer Lucía no. Iberdrola sí. Hoy Lucía sí. Visité Madrid.', {
        language: 'es',
        known,
      }),
    ).toEqual(['Nuria Sanz', 'Lucía', 'Iberdrola', 'Madrid']);
  });
});

test.each([
  ['es', 'El Lunes y el Miércoles no puedo.', []],
  ['nl', 'Op Maandag en Woensdag ben ik vrij.', []],
  ['tr', 'Toplantı Pazartesi günü, sınav Çarşamba.', []],
  ['pt', 'A reunião é na Segunda-feira.', []],
  [
    'id',
    'Saya tinggal di Jerman, Budi di Indonesia dan Sari di Jepang.',
    ['Jerman', 'Budi', 'Indonesia', 'Sari', 'Jepang'],
  ],
  ['es', 'En Julio comí con Julio Pérez.', ['Julio Pérez']],
])(
  'days and months are not names, while countries that share the name of their language are: %s %s',
  async (language, content, wanted) => {
    expect(await names(content, { language })).toEqual(wanted);
  },
);

test.each([
  ['es', 'La Sra. Gómez es mi jefa.', ['Sra Gómez']],
  ['de', 'Ich war bei Dr. Weber in Linz.', ['Dr Weber', 'Linz']],
  ['fr', "J'ai vu Mme. Dupont à Lyon.", ['Mme Dupont', 'Lyon']],
])('an abbreviated title does not end a sentence: %s %s', async (language, content, wanted) => {
  expect(await names(content, { language })).toEqual(wanted);
});

test.each([
  ['id', 'Kemarin Sari di Bandung.', ['Sari', 'Bandung']],
  ['tr', 'Dün Ayşe de Mehmet de geldi.', ['Ayşe', 'Mehmet']],
  ['ro', 'Ieri am dus-o pe Maria la Cluj.', ['Maria', 'Cluj']],
  ['es', 'Ayer vi a Juan de Dios.', ['Juan de Dios']],
])('a particle such as "de" joins names only in languages that use it so: %s %s', async (language, content, wanted) => {
  expect(await names(content, { language })).toEqual(wanted);
});

describe('in German, which capitalises all nouns', () => {
  test.each([
    ['Der Hund schläft im Garten, und die Katze liegt auf dem Sofa.', []],
    ['Ein Roman vom Tod, mit Essen und Wein in den Bergen.', []],
    ['Der Koch heißt Peter Koch. Ich kenne Frau Öztürk aus der Türkei.', ['Peter Koch', 'Frau Öztürk', 'Türkei']],
    ['Gestern hat Lena Geburtstag gefeiert, in Berlin.', ['Lena', 'Berlin']],
    ['Bei BMW gibt es WhatsApp am Montag auf Deutsch.', ['BMW', 'WhatsApp']],
  ])('%s', async (content, wanted) => {
    expect(await names(content, { language: 'de' })).toEqual(wanted);
  });

  test('a noun is not a name just because the account has it as a thing or a place', async () => {
    const known = new Map<string, EntityType>([
      ['hund', 'THING'],
      ['ordnung', 'PLACE'],
      ['heike', 'PERSON'],
    ]);
    expect(await names('Heike bringt den Hund in Ordnung.', { language: 'de', known })).toEqual(['Heike']);
  });
});

describe('in scripts without capital letters, names that the account knows are found', () => {
  test.each([
    ['zh', '昨天王伟告诉我李娜和思琪在用iPhone。', ['王伟', '李娜', 'iPhone']],
    ['zh', '王伟李娜 王伟', ['王伟', '李娜']],
    ['ja', 'ケンとケンドーを始めました。', ['ケン']],
    ['ko', '지민이는 지민씨와 지민정을 만났어요.', ['지민']],
    ['ar', 'أمس قال لي أحمد إنه سينتقل', ['أحمد']],
    ['hi', 'कल राहुल ने अनीता शर्मा को देखा', ['राहुल', 'अनीता शर्मा']],
    ['en', '昨天王伟告诉我', ['王伟']],
    ['en', '昨天王伟用iPhone', ['王伟', 'iPhone']],
    ['en', 'My friend 王伟 met Tom.', ['Tom']],
  ])('in %s: %s', async (language, content, wanted) => {
    const known = people(['王伟', '李娜', 'ケン', '지민', 'أحمد', 'राहुल', 'अनीता शर्मा']);
    expect(await names(content, { language, known })).toEqual(wanted);
  });
});

test.each([
  ['ja', 'Tanakaさんと渋谷のStarbucksで会いました。Thank you so much.', ['Tanaka', '渋谷', 'Starbucks']],
  ['ko', 'Slack에서 Kevin이 말했어요.', ['Slack', 'Kevin']],
  ['hi', 'Priya मेरी बहन है।', ['Priya']],
  ['he', 'Maya עובדת ב-Google ובוקר טוב', ['Maya', 'Google']],
  ['es', 'Visité 東京 ayer, la 1ª vez.', []],
])(
  'in languages without capital letters, Latin capitals mark a name even at the start: %s %s',
  async (language, content, wanted) => {
    expect(await names(content, { language })).toEqual(wanted);
  },
);

test.each([
  ['fr', "J'utilise Vue.js et Firefox 17.2 pour Booking.com.", ['Vue.js', 'Firefox 17.2', 'Booking.com']],
  ['es', 'Vivo en Madrid.Luego voy a Lima...no sé.', ['Madrid', 'Lima']],
])('names around a full stop without a space are found: %s %s', async (language, content, wanted) => {
  expect(await names(content, { language })).toEqual(wanted);
});

test('of two names in other languages than English, only their places beside each other are read', async () => {
  const [found] = await extractor.extract([
    { content: 'Anke war mit Torben bei Rossmann in Kassel.', speaker: null, language: 'de' },
  ]);
  expect(found?.relations.map(({ from, to, type }) => [from, to, type])).toEqual([
    [0, 1, 'with'],
    [1, 2, 'with'],
    [2, 3, 'in'],
  ]);
});

test('a long sentence with many signs that another may follow is read once', () => {
  const said = ' — mot'.repeat(20_000);
  expect(largeWithin(`${said} Lucie${said}`, languageWords('fr'))).toEqual(['lucie']);
});

test.each(['de', 'es', 'fr', 'it', 'nl', 'pt', 'ru', 'zh'])(
  'long repetitive texts in %s are read within the time limit',
  async (language) => {
    const known = people(['Anna', '漢字', '지민']);
    for (const part of ['A', 'Ab ', 'A.b', '1.', "d'Anna ", "Ab'c", '漢字', '지민이', 'Anna ', '"', 'Ab, '])
      await read(part.repeat(16_000 / part.length), { language, known });
  },
);
