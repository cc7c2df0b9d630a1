import { describe, expect, test } from 'vitest';
import { growthOf, ofSquare } from '../../../../tests/support/growth.ts';
import { textSearchConfigs } from '../../../platform/db/text-search.ts';
import { AnyValue } from '../fixtures/any-value.ts';
import { dateWordsMissing } from '../missing-date-words.ts';
import { plainQuestion } from '../plain-question.ts';
import { spokenDate } from './spoken-date.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;
const days = (first: string, last = first) => ({ kind: 'days', first: day(first), last: day(last) });
/** A Wednesday. */
const today = day('2024-01-03');
const back = (language: string, question: string) => spokenDate(language, plainQuestion(question), today);

describe('a relative date in other languages', () => {
  test.each([
    ['de', 'Worüber haben wir gestern gesprochen?', days('2024-01-02')],
    ['de', 'Vorgestern war was los?', days('2024-01-01')],
    ['de', 'Wen habe ich letzte Woche getroffen?', days('2023-12-25', '2023-12-31')],
    ['de', 'Was habe ich vor 3 Tagen gesagt?', days('2023-12-31')],
    ['de', 'Was war vor 2 Monaten?', { kind: 'month', year: 2023, month: 11 }],
    ['fr', 'Qu’est-ce que j’ai mangé hier\u00a0?', days('2024-01-02')],
    ['fr', "Où étais-je l'année dernière ?", { kind: 'year', year: 2023 }],
    ['fr', 'Qui ai-je vu avant-hier ?', days('2024-01-01')],
    ['es', '¿Qué compré la semana pasada?', days('2023-12-25', '2023-12-31')],
    ['zh', '我昨天吃了什么？', days('2024-01-02')],
    ['zh', '你3天前说了什么？', days('2023-12-31')],
    ['zh', '我上个月见了谁？', { kind: 'month', year: 2023, month: 12 }],
    ['ja', '昨日何を食べましたか', days('2024-01-02')],
    ['ko', '어제는 뭐 먹었지?', days('2024-01-02')],
    ['ar', 'ماذا أكلت أمس؟', days('2024-01-02')],
    ['ar', 'ماذا قلت قبل ٣ أيام؟', days('2023-12-31')],
    ['ar', 'من قابلت قبل أسبوعين؟', days('2023-12-18', '2023-12-24')],
    ['ru', 'О чём мы говорили на прошлой неделе?', days('2023-12-25', '2023-12-31')],
    ['tr', 'GEÇEN HAFTA kimi gördüm?', days('2023-12-25', '2023-12-31')],
    ['sw', 'Nilikula nini jana?', days('2024-01-02')],
    ['de', 'Wen habe ich in der letzten Woche getroffen?', days('2023-12-25', '2023-12-31')],
    ['de', 'Was war vorletzte Woche?', days('2023-12-18', '2023-12-24')],
    ['de', 'Was habe ich vor zwei Wochen gesagt?', days('2023-12-18', '2023-12-24')],
    ['de', 'Was habe ich vor ein paar Tagen gesagt?', days('2023-12-31')],
    ['de', 'Wo war ich vor einem Jahr?', { kind: 'year', year: 2023 }],
    ['de', 'Was haben wir in den letzten drei Tagen besprochen?', days('2023-12-31', '2024-01-03')],
    ['de', 'Was war letzten Montag?', days('2024-01-01')],
    ['de', 'Was war am vergangenen Mittwoch?', days('2023-12-27')],
    ['de', 'Was haben wir letztes Wochenende gemacht?', days('2023-12-30', '2023-12-31')],
    ['de', 'Was geschah im letzten Jahr?', { kind: 'year', year: 2023 }],
    ['fr', 'Qui ai-je vu il y a deux semaines ?', days('2023-12-18', '2023-12-24')],
    ['fr', 'Qui ai-je vu lundi dernier ?', days('2024-01-01')],
    ['fr', 'Où sommes-nous allés le week-end dernier ?', days('2023-12-30', '2023-12-31')],
    ['fr', 'De quoi avons-nous parlé ces trois derniers jours ?', days('2023-12-31', '2024-01-03')],
    ['fr', "Où étais-je l'an dernier ?", { kind: 'year', year: 2023 }],
    ['fr', 'Qu’ai-je fait la semaine passée ?', days('2023-12-25', '2023-12-31')],
    ['es', '¿A quién vi hace dos semanas?', days('2023-12-18', '2023-12-24')],
    ['es', '¿Qué cené anoche?', { ...days('2024-01-02'), hours: { from: 17, to: 30 } }],
    ['es', '¿Qué hice el lunes pasado?', days('2024-01-01')],
    ['es', '¿Qué dije en los últimos tres días?', days('2023-12-31', '2024-01-03')],
    ['es', '¿Dónde estuve el fin de semana pasado?', days('2023-12-30', '2023-12-31')],
    ['it', 'Chi ho visto due settimane fa?', days('2023-12-18', '2023-12-24')],
    ['it', "Dov'ero un anno fa?", { kind: 'year', year: 2023 }],
    ['it', 'Che cosa ho fatto lunedì scorso?', days('2024-01-01')],
    ['it', 'Di che abbiamo parlato negli ultimi tre giorni?', days('2023-12-31', '2024-01-03')],
    ['pt', 'Quem eu vi há duas semanas?', days('2023-12-18', '2023-12-24')],
    ['pt', 'Quem eu vi três dias atrás?', days('2023-12-31')],
    ['pt', 'O que fiz na segunda-feira passada?', days('2024-01-01')],
    ['pt', 'Aonde fomos no fim de semana passado?', days('2023-12-30', '2023-12-31')],
    ['nl', 'Wie zag ik twee weken geleden?', days('2023-12-18', '2023-12-24')],
    ['nl', 'Wat deed ik afgelopen maandag?', days('2024-01-01')],
    ['nl', 'Wat aten we gisteravond?', { ...days('2024-01-02'), hours: { from: 17, to: 30 } }],
    ['sv', 'Vem träffade jag för två veckor sedan?', days('2023-12-18', '2023-12-24')],
    ['sv', 'Vad gjorde jag i måndags?', days('2024-01-01')],
    ['da', 'Hvem så jeg for to uger siden?', days('2023-12-18', '2023-12-24')],
    ['da', 'Hvad lavede vi sidste weekend?', days('2023-12-30', '2023-12-31')],
    ['no', 'Hvem så jeg for to uker siden?', days('2023-12-18', '2023-12-24')],
    ['no', 'Hva gjorde jeg forrige mandag?', days('2024-01-01')],
    ['pl', 'Kogo widziałem dwa tygodnie temu?', days('2023-12-18', '2023-12-24')],
    ['pl', 'Co robiłem w zeszłą środę?', days('2023-12-27')],
    ['pl', 'Gdzie byłem rok temu?', { kind: 'year', year: 2023 }],
    ['ru', 'Кого я видел две недели назад?', days('2023-12-18', '2023-12-24')],
    ['ru', 'Что я делал в прошлую среду?', days('2023-12-27')],
    ['ru', 'Кого я видел неделю назад?', days('2023-12-25', '2023-12-31')],
    ['ru', 'О чём мы говорили в последние три дня?', days('2023-12-31', '2024-01-03')],
    ['tr', 'İki hafta önce kimi gördüm?', days('2023-12-18', '2023-12-24')],
    ['tr', 'Geçen pazartesi ne yaptım?', days('2024-01-01')],
    ['tr', 'On iki gün önce ne dedim?', days('2023-12-22')],
    ['tr', 'Geçen hafta sonu nereye gittik?', days('2023-12-30', '2023-12-31')],
    ['ar', 'ماذا قلت قبل ثلاثة أيام؟', days('2023-12-31')],
    ['ar', 'من قابلت منذ أسبوعين؟', days('2023-12-18', '2023-12-24')],
    ['ar', 'ماذا فعلت يوم الاثنين الماضي؟', days('2024-01-01')],
    ['ar', 'أين كنت العام الماضي؟', { kind: 'year', year: 2023 }],
    ['zh', '我三天前说了什么？', days('2023-12-31')],
    ['zh', '两周前我见了谁？', days('2023-12-18', '2023-12-24')],
    ['zh', '上週我見了誰？', days('2023-12-25', '2023-12-31')],
    ['zh', '上周三我见了谁？', days('2023-12-27')],
    ['zh', '上个星期天我们去了哪里？', days('2023-12-31')],
    ['zh', '上上周我见了谁？', days('2023-12-18', '2023-12-24')],
    ['zh', '上周末我们去了哪里？', days('2023-12-30', '2023-12-31')],
    ['zh', '最近三天我们谈了什么？', days('2023-12-31', '2024-01-03')],
    ['zh', '三天前天气怎么样？', days('2023-12-31')],
    ['zh', '前天天气怎么样？', days('2024-01-01')],
    ['zh', '十二天前我说了什么？', days('2023-12-22')],
    ['ja', '三日前に何を言いましたか', days('2023-12-31')],
    ['ja', '二週間前に誰に会いましたか', days('2023-12-18', '2023-12-24')],
    ['ja', '先週の水曜日に誰に会いましたか', days('2023-12-27')],
    ['ja', 'おととい何を食べましたか', days('2024-01-01')],
    ['de', 'Was mache ich morgen?', days('2024-01-04')],
    ['de', 'Was ist am Montag?', days('2024-01-08')],
    ['fr', "Qu'est-ce qu'il y a lundi ?", days('2024-01-08')],
    ['zh', '明天吃什么？', days('2024-01-04')],
    ['zh', '大前天吃了什么？', days('2023-12-31')],
  ])('%s: %s', (language, question, date) => {
    expect(back(language, question)).toEqual(date);
  });

  test.each([
    ['de', 'Was esse ich heute?'],
    ['de', 'Die vorgestrigen Reden'],
    ['de', 'Ich bin vor 3 Tagesreisen umgekehrt'],
    ['de', 'Wo war ich vor einundzwanzig Tagen?'],
    ['de', 'Was sind ihre letzten Jahre?'],
    ['fr', 'What about Hierapolis?'],
    ['fr', 'Où étais-je il y a vingt et un jours ?'],
    ['es', '¿Cuánto hace que pasó?'],
    ['es', '¿Qué dije hace treinta y un días?'],
    ['ru', 'Кого я видел двадцать два дня назад?'],
    ['tr', 'Yirmi iki gün önce ne dedim?'],
    ['zh', '二十三天前我说了什么？'],
    ['zh', '目前天气怎么样？'],
    ['yue', '以前天天去邊？'],
    // "कल" means both yesterday and tomorrow.
    ['hi', 'मैंने कल क्या खाया?'],
    ['xx', 'Was war gestern?'],
  ])('is null in %s: %s', (language, question) => {
    expect(back(language, question)).toBeNull();
  });
});

test('never throws in any language, and returns whole days', () => {
  const any = new AnyValue(11);
  for (const language of [...Object.keys(textSearchConfigs), 'zh', 'yue', 'ja', 'ko', 'th', 'he', 'sw', 'xx', 'zzz']) {
    const format = new Intl.RelativeTimeFormat([language, 'en']);
    for (let round = 0; round < 40; round++) {
      const said = format.format(-any.below(1_200), any.of(['day', 'week', 'month', 'year'] as const));
      const date = back(language, `${any.of(['', 'x ', '? '])}${said}${any.of(['', '?', ' (7)', '999'])}`);
      for (const end of date?.kind === 'days' ? [date.first, date.last] : []) expect(Number.isInteger(end)).toBe(true);
    }
  }
});

test.each([
  ['de', 'Was habe ich gestern gegessen?', '2 januar 2024'],
  ['de', 'Was habe ich gestern, am 2. Januar, gegessen?', ''],
  ['fr', 'Où étais-je le mois dernier ?', 'décembre 2023'],
  ['zh', '我昨天吃了什么？', '2日 1月 2024年'],
  ['ar', 'ماذا أكلت أمس؟', '2 يناير 2024'],
  ['de', 'Was esse ich gern?', ''],
])('the date words missing from a question in %s: %s', (language, question, words) => {
  expect(dateWordsMissing(language, plainQuestion(question), today).join(' ')).toBe(words);
});

test('quotations in Chinese that are never closed are read in a time that grows with the text', () => {
  expect(growthOf((quotes) => back('zh', `我昨天${quotes}`), '“')).toBeLessThan(ofSquare);
});
