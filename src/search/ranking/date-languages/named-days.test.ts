import { describe, expect, test } from 'vitest';
import { dateWordsMissing } from '../missing-date-words.ts';
import { spanOf } from '../named-date.ts';
import { plainQuestion } from '../plain-question.ts';
import { listed } from './date-language.ts';
import { dateLanguages } from './languages.ts';
import { meanings, meaningsOfDates } from './meanings.ts';
import { spokenDate } from './spoken-date.ts';

/** A Friday. */
const today = Date.parse('2026-11-27') / 86_400_000;
const dayOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

/** The days that a question asks about, as "first last", or once if it is one. */
function daysIn(language: string, question: string): string | null {
  const date = spokenDate(language, plainQuestion(question), today);
  if (date === null) return null;
  const { first, last } = spanOf(date, today);
  return first === last ? dayOf(first) : `${dayOf(first)} ${dayOf(last)}`;
}

describe('the days that a question names', () => {
  test.each([
    ['de', 'Was hab ich am 3. Oktober gemacht?', '2026-10-03'],
    ['it', "cosa è successo l'otto luglio", '2026-07-08'],
    ['it', 'cosa è successo tra il sei e il ventitré luglio', '2026-07-06 2026-07-23'],
    ['nl', 'wat gebeurde er op acht juli', '2026-07-08'],
    ['nl', 'wat gebeurde er op de eenentwintigste juli', '2026-07-21'],
    ['pt', 'o que aconteceu no dia oito de julho', '2026-07-08'],
    ['pt', 'o que aconteceu no dia vinte e cinco de julho', '2026-07-25'],
    ['fr', "que s'est-il passé le vingt-deux juillet", '2026-07-22'],
    ['fr', "que s'est-il passé le vingt et un juillet", '2026-07-21'],
    ['es', 'qué pasó el treinta y uno de julio', '2026-07-31'],
    ['de', 'Was war am 3.10.25?', '2025-10-03'],
    ['de', 'Was machte ich seit März?', '2026-03-01 2026-11-27'],
    ['de', 'Was war am 5. los?', '2026-11-05'],
    ['de', 'Was habe ich am Dienstag vor?', '2026-12-01'],
    ['de', 'Was mache ich übernächste Woche?', '2026-12-07 2026-12-13'],
    ['de', 'In der ersten Hälfte des Oktobers', '2026-10-01 2026-10-15'],
    ['de', 'Was war zwischen Weihnachten und Neujahr?', '2025-12-25 2026-01-01'],
    ['de', 'im letzten Quartal', '2026-07-01 2026-09-30'],
    ['de', 'Ende letzten Jahres', '2025-09-01 2025-12-31'],
    ['de', 'zwischen März und Mai 2025', '2025-03-01 2025-05-31'],
    ['de', 'vom 3. bis 10. März', '2026-03-03 2026-03-10'],
    ['de', 'letztes Jahr im Sommer', '2025-06-01 2025-08-31'],
    ['de', 'am ersten Montag im September', '2026-09-07'],
    ['de', 'am letzten Freitag im September', '2026-09-25'],
    ['de', 'in den letzten zehn Tagen des Mai', '2026-05-22 2026-05-31'],
    ['de', 'im Winter 2024/25', '2024-12-01 2025-02-28'],
    ['de', 'von 2019 bis 2021', '2019-01-01 2021-12-31'],
    ['de', 'Was hab ich 2021 gekauft?', '2021-01-01 2021-12-31'],
    ['de', 'letztes Jahr an Silvester', '2025-12-31'],
    ['de', 'im 1. Halbjahr 2025', '2025-01-01 2025-06-30'],
    ['de', 'im August letzten Jahres', '2025-08-01 2025-08-31'],
    ['de', 'letzten Mittwoch', '2026-11-25'],
    ['de', 'Mittwoch letzter Woche', '2026-11-18'],
    ['de', 'Woche vom 12. Oktober', '2026-10-12 2026-10-18'],
    ['de', 'in den achtziger Jahren', '1980-01-01 1989-12-31'],
    ['de', 'vor einem halben Jahr', '2026-05-01 2026-05-31'],
    ['de', 'Was tue ich kommendes Wochenende?', '2026-11-28 2026-11-29'],
    ['de', 'Was war heute los?', '2026-11-27'],
    ['de', 'Was gab es an Ostern?', '2026-04-03 2026-04-06'],
    ['de', 'Wo waren wir letztes Jahr an Pfingsten?', '2025-06-08 2025-06-09'],
    ['de', 'Wer war Ostermontag 2024 da?', '2024-04-01'],
    ['de', 'Was ist für den zweiten Advent geplant?', '2026-12-06'],
    ['fr', 'Qui est venu à Pâques ?', '2026-04-03 2026-04-06'],
    ['fr', 'Qu’ai-je offert pour la fête des mères en 2023 ?', '2023-06-04'],
    ['es', '¿Dónde estuvimos en Semana Santa?', '2026-03-29 2026-04-05'],
    ['it', 'Cosa abbiamo mangiato a Pasquetta?', '2026-04-06'],
    ['pt', 'Onde estivemos no Carnaval?', '2026-02-12 2026-02-17'],
    ['nl', 'Wie was er met Pinksteren?', '2026-05-24 2026-05-25'],
    ['zh', '中秋节我们吃了什么？', '2026-09-25'],
    ['ar', 'أين سافرنا في عيد الفطر؟', '2026-03-20'],
    ['de', 'Was war in KW 42?', '2026-10-12 2026-10-18'],
    ['de', 'Was haben wir in der 3. Kalenderwoche 2025 geliefert?', '2025-01-13 2025-01-19'],
    ['de', 'Was ist für KW49 geplant?', '2026-11-30 2026-12-06'],
    ['de', 'Was haben wir für Dienstag geplant?', '2026-12-01'],
    ['de', 'Was hatten wir für Dienstag geplant?', '2026-11-24'],
    ['de', 'Was war in Woche 3 des Kurses?', null],
    ['nl', 'Wat hebben we in week 42 gedaan?', '2026-10-12 2026-10-18'],
    ['nl', 'Wat deden we in week 3 van 2025?', '2025-01-13 2025-01-19'],
    ['sv', 'Vad gjorde vi vecka 42?', '2026-10-12 2026-10-18'],
    ['da', 'Hvad lavede vi i uge 42?', '2026-10-12 2026-10-18'],
    ['no', 'Hva gjorde vi i uke 42?', '2026-10-12 2026-10-18'],
    ['fr', 'Qu’avons-nous fait en semaine 42 ?', '2026-10-12 2026-10-18'],
    ['fr', 'la semaine 3 du cours', null],
    ['es', '¿Qué hicimos en la semana 3 de 2025?', '2025-01-13 2025-01-19'],
    ['it', 'Cosa abbiamo fatto nella settimana 42?', '2026-10-12 2026-10-18'],
    ['pt', 'O que fizemos na semana 42?', '2026-10-12 2026-10-18'],
    ['fr', "Qu'ai-je dit le 5 ?", '2026-11-05'],
    ['fr', "pendant l'hiver 2023-2024", '2023-12-01 2024-02-29'],
    ['fr', 'de mars à juin 2025', '2025-03-01 2025-06-30'],
    ['fr', 'la première semaine de juillet', '2026-07-01 2026-07-07'],
    ['fr', 'le dernier vendredi de septembre', '2026-09-25'],
    ['fr', "fin de l'année dernière", '2025-09-01 2025-12-31'],
    ['fr', "qu'est-ce que j'ai dit mardi soir", '2026-11-24'],
    ['fr', 'samedi prochain', '2026-11-28'],
    ['fr', 'à la Toussaint', '2026-11-01'],
    ['fr', 'du 3 au 10', '2026-11-03 2026-11-10'],
    ['fr', 'au premier semestre 2025', '2025-01-01 2025-06-30'],
    ['fr', "l'année dernière en juin", '2025-06-01 2025-06-30'],
    ['fr', "qu'est-ce que je dois faire demain", '2026-11-28'],
    ['fr', 'en août dernier', '2026-08-01 2026-08-31'],
    ['es', '¿Qué dije el 5?', '2026-11-05'],
    ['es', 'en el invierno de 2023', '2023-12-01 2024-02-29'],
    ['es', 'la primera semana de julio', '2026-07-01 2026-07-07'],
    ['es', 'a finales del año pasado', '2025-09-01 2025-12-31'],
    ['es', 'los últimos diez días de mayo', '2026-05-22 2026-05-31'],
    ['es', '¿qué haré el sábado?', '2026-11-28'],
    ['es', 'entre el lunes y el miércoles', '2026-11-23 2026-11-25'],
    ['es', 'en mayo del año pasado', '2025-05-01 2025-05-31'],
    ['es', 'en Nochebuena', '2025-12-24'],
    ['es', '¿Qué comí hoy?', '2026-11-27'],
    ['es', 'hace quince días', '2026-11-12'],
    ['zh', '我周二见了谁', '2026-11-24'],
    ['zh', '下周三我有什么安排', '2026-12-02'],
    ['zh', '去年冬天我去了哪', '2025-12-01 2026-02-28'],
    ['zh', '从三月到五月我跑了几次', '2026-03-01 2026-05-31'],
    ['zh', '3月5日到10日', '2026-03-05 2026-03-10'],
    ['zh', '上个月底', '2026-10-21 2026-10-31'],
    ['zh', '7月的第二周', '2026-07-08 2026-07-14'],
    ['zh', '九月的最后一个星期五', '2026-09-25'],
    ['zh', '2025年下半年', '2025-07-01 2025-12-31'],
    ['zh', '八十年代', '1980-01-01 1989-12-31'],
    ['zh', '国庆节我去哪了', '2026-10-01'],
    ['zh', '今天我说了什么', '2026-11-27'],
    ['zh', '自从三月以来', '2026-03-01 2026-11-27'],
    ['zh', '5号我去哪了', '2026-11-05'],
    ['zh', '去年十月', '2025-10-01 2025-10-31'],
    ['zh', '三天后', '2026-11-30'],
    ['ar', 'شتاء 2024-2025', '2024-12-01 2025-02-28'],
    ['ar', 'منذ مارس', '2026-03-01 2026-11-27'],
    ['ar', 'الأسبوع الأول من يوليو', '2026-07-01 2026-07-07'],
    ['ar', 'آخر جمعة في سبتمبر', '2026-09-25'],
    ['ar', 'النصف الأول من أكتوبر', '2026-10-01 2026-10-15'],
    ['ar', 'الخامس من مايو', '2026-05-05'],
    ['ar', 'بين 3 و10 مارس', '2026-03-03 2026-03-10'],
    ['ar', 'في تموز 2024', '2024-07-01 2024-07-31'],
    ['ar', 'في شهر جويلية', '2026-07-01 2026-07-31'],
    ['ar', 'السبت القادم', '2026-11-28'],
    ['ar', 'الأسبوع قبل الماضي', '2026-11-09 2026-11-15'],
    ['ar', 'مايو من العام الماضي', '2025-05-01 2025-05-31'],
    ['ar', 'قبل خمسة عشر يوما', '2026-11-12'],
    ['it', 'Cosa ho fatto lunedì?', '2026-11-23'],
    ['it', 'dal 3 al 10 marzo', '2026-03-03 2026-03-10'],
    ['it', 'da marzo a giugno', '2026-03-01 2026-06-30'],
    ['it', "all'inizio di ottobre", '2026-10-01 2026-10-10'],
    ['it', 'negli anni ottanta', '1980-01-01 1989-12-31'],
    ['it', "a maggio dell'anno scorso", '2025-05-01 2025-05-31'],
    ['pt', 'de 3 a 10 de março', '2026-03-03 2026-03-10'],
    ['pt', 'desde março', '2026-03-01 2026-11-27'],
    ['pt', 'maio do ano passado', '2025-05-01 2025-05-31'],
    ['pt', 'primeira semana de julho', '2026-07-01 2026-07-07'],
    ['nl', 'mei vorig jaar', '2025-05-01 2025-05-31'],
    ['nl', 'de laatste vrijdag van september', '2026-09-25'],
    ['nl', 'van 3 tot 10 maart', '2026-03-03 2026-03-10'],
    ['nl', 'met kerst', '2025-12-25'],
    ['sv', 'i somras', '2026-06-01 2026-08-31'],
    ['sv', 'i maj förra året', '2025-05-01 2025-05-31'],
    ['sv', 'på 80-talet', '1980-01-01 1989-12-31'],
    ['sv', 'imorgon', '2026-11-28'],
    ['da', 'i begyndelsen af oktober', '2026-10-01 2026-10-10'],
    ['da', 'siden marts', '2026-03-01 2026-11-27'],
    ['no', 'mai i fjor', '2025-05-01 2025-05-31'],
    ['no', 'fra 3. til 10. mars', '2026-03-03 2026-03-10'],
    ['pl', 'w maju zeszłego roku', '2025-05-01 2025-05-31'],
    ['pl', 'od 3 do 10 marca', '2026-03-03 2026-03-10'],
    ['pl', 'w latach osiemdziesiątych', '1980-01-01 1989-12-31'],
    ['pl', 'w 2019 roku', '2019-01-01 2019-12-31'],
    ['ru', 'с марта по июнь', '2026-03-01 2026-06-30'],
    ['ru', 'летом 2024 года', '2024-06-01 2024-08-31'],
    ['ru', 'в мае прошлого года', '2025-05-01 2025-05-31'],
    ['ru', 'последняя пятница сентября', '2026-09-25'],
    ['tr', "geçen yıl Mayıs'ta", '2025-05-01 2025-05-31'],
    ['tr', '3-10 Mart', '2026-03-03 2026-03-10'],
    ['tr', 'Marttan beri', '2026-03-01 2026-11-27'],
    ['tr', "2019'da", '2019-01-01 2019-12-31'],
    ['ja', '3月から6月まで', '2026-03-01 2026-06-30'],
    ['ja', '7月の第2週', '2026-07-08 2026-07-14'],
    ['ja', '去年の夏', '2025-06-01 2025-08-31'],
    ['ja', '先週の水曜日', '2026-11-18'],
    ['ko', '2025년 3월 5일에', '2025-03-05'],
    ['ko', '2025년 3월에', '2025-03-01 2025-03-31'],
    ['fi', '8. toukokuuta 2025', '2025-05-08'],
    ['fi', '8.5.2025', '2025-05-08'],
    ['vi', '8 tháng 5, 2025', '2025-05-08'],
  ])('%s: %s', (language, question, days) => {
    expect(daysIn(language, question)).toBe(days);
  });

  test.each([
    ['de', 'Wer ist Frau März?'],
    ['de', 'Hab ich 1984 schon gelesen?'],
    ['de', 'Wie heißt Herr Morgen mit Vornamen?'],
    ['de', "Mag ich den Film 'Der letzte Sommer'?"],
    ['de', 'Baujahr 2012'],
    ['de', 'Was hab ich dir über Nikolaus erzählt?'],
    ['de', 'Was essen wir immer an Weihnachten?'],
    ['de', 'Was war vor 2000 Jahren?'],
    ['de', 'Was war der letzte Tag?'],
    ['de', 'Habe ich Psychologie Heute abonniert?'],
    ['de', 'Fährt der Zug ab 8.10 Uhr?'],
    ['zh', '每年国庆我去哪'],
    ['de', 'Raum 3.12'],
    ['de', 'Karin März'],
    ['de', 'Guten Morgen, wie geht es?'],
    ['de', 'Wo liegt der Platz des 18. März?'],
    ['de', 'Wie alt ist die Welt von gestern?'],
    ['de', 'Mag ich Musik der 80er?'],
    ['fr', 'Qui habite rue du 4 septembre ?'],
    ['fr', 'Que disait-on en mai 68 ?'],
    ['fr', 'A-t-il été gentil ?'],
    ['fr', 'Qui est Monsieur Avril ?'],
    ['fr', 'Que fais-je le mardi ?'],
    ['fr', 'Qui chante « Demain » ?'],
    ['es', '¿Quién es la mujer de Julio?'],
    ['es', '¿Qué hay en la calle 2 de mayo?'],
    ['es', '¿Tomo café por la mañana?'],
    ['es', '¿Cómo va la una?'],
    ['es', '¿Quién es Abril?'],
    ['zh', '周六福的戒指多少钱'],
    ['zh', '李国庆是谁'],
    ['zh', '五一广场在哪'],
    ['zh', '七月与安生是谁演的'],
    ['zh', '今日头条怎么用'],
    ['zh', '日本周游'],
    ['zh', '上月球'],
    ['zh', '我的生日'],
    ['zh', '奥迪Q3多少钱'],
    ['zh', '24/7'],
    ['zh', '今天吃什么'],
    ['ar', 'المدير العام السابق'],
    ['ar', 'أين مدينة 6 أكتوبر؟'],
    ['ar', 'مباراة بكرة القدم'],
    ['ar', 'هل سيارة نيسان جيدة؟'],
    ['ar', 'المصري اليوم'],
    ['it', 'Chi è la signora Marzo?'],
    ['it', 'Dov’è via 25 aprile?'],
    ['tr', 'Ayda kim yaşıyor?'],
    ['ja', '「8月の鯨」は好きですか'],
    ['ko', '생일이 뭐야'],
  ])('are none in %s: %s', (language, question) => {
    expect(daysIn(language, question)).toBeNull();
  });

  test.each([
    ['de', 'Was habe ich im Sommer 2024 gelernt?', ''],
    ['fr', "Où étais-je l'été dernier ?", '2026'],
    ['zh', '去年夏天我去了哪里？', '2025年'],
    ['de', 'Was war am 3.10.2025?', 'oktober'],
    ['fr', 'Du 10 au 11 août', '2026'],
  ])('add to a question in %s the words that memories of them have: %s', (language, question, words) => {
    expect(dateWordsMissing(language, plainQuestion(question), today).join(' ')).toBe(words);
  });
});

describe.each(Object.entries(dateLanguages))('the table of %s', (_, { words, said, back = {}, holidays = {} }) => {
  test('has no list that is longer than what its entries mean', () => {
    const meant: Readonly<Record<string, readonly string[]>> = listed;
    for (const [name, list] of Object.entries(words)) {
      expect(list.trim().split(/\s+/u).length, name).toBeLessThanOrEqual(meant[name]?.length ?? 0);
    }
  });

  test('has words that are known again when they stand alone', () => {
    const entries = [...Object.values(words), ...Object.values(back), ...Object.values(holidays)];
    expect(entries.filter((entry) => /\(\?<?=/u.test(entry))).toEqual([]);
  });

  test('says only what has a meaning, in patterns whose brackets match', () => {
    expect(Object.keys(said).filter((meaning) => !(meaning in meanings || meaning in meaningsOfDates))).toEqual([]);
    const entries = Object.values(words).flatMap((list) => list.trim().split(/\s+/u));
    for (const pattern of [...entries, ...Object.values(holidays)]) {
      expect(pattern.replaceAll(/\\./gu, '').match(/\(/gu)?.length, pattern).toBe(
        pattern.replaceAll(/\\./gu, '').match(/\)/gu)?.length,
      );
    }
  });
});

test.each([
  ['it', 'abito in via venti settembre'],
  ['nl', 'een maart vol regen'],
  ['pt', 'tive um março difícil'],
])('%s: "%s" names no day', (language, question) => {
  expect(daysIn(language, question)).toBeNull();
});
