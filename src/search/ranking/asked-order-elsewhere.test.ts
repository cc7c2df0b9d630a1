import { expect, test } from 'vitest';
import type { AskedOrder } from './asked-order.ts';
import { askedOrderIn, asksWhetherIn } from './asked-order-elsewhere.ts';

test.each<[string, AskedOrder | null, string[]]>([
  ['de', 'first', ['wann war ich das erste mal dort?', 'was wog er zuerst?', 'wie lief meine erste fahrstunde?']],
  ['de', 'last', ['wie viel wog er zuletzt?', 'was war der letzte stand?', 'wann war ich das letzte mal dort?']],
  [
    'de',
    'now',
    [
      'wo wohne ich jetzt?',
      'wie viel wiegt er derzeit?',
      'mit wem ist sie gerade zusammen?',
      'was ist aus dem antrag geworden?',
      'wohnt anna noch in graz?',
      'ist die küche schon fertig?',
      'brauche ich die tabletten nicht mehr?',
    ],
  ],
  [
    'de',
    null,
    [
      'wann kam er?',
      'wo ist der erste hilfe kasten?',
      'was war letzte woche?',
      'wer weiß noch etwas?',
      'bis jetzt',
      'das erste und das letzte mal',
      'kommt er?',
    ],
  ],
  ['fr', 'first', ['quand ai-je couru la première fois ?', "au début, c'était combien ?"]],
  ['fr', 'last', ["c'était quand la dernière fois ?", 'mon dernier temps sur 10 km ?']],
  [
    'fr',
    'now',
    [
      "où j'habite maintenant ?",
      'où en est le dossier ?',
      "c'est toujours le même code ?",
      "j'ai encore la clio ?",
      'on ne se voit plus ?',
      "qu'est devenu le basilic ?",
    ],
  ],
  [
    'fr',
    null,
    [
      'qui est le premier ministre ?',
      'la semaine dernière',
      'ces derniers jours',
      'pourquoi il rit toujours ?',
      'il vient ?',
    ],
  ],
  ['es', 'first', ['¿cuándo fue la primera vez?', '¿qué peso tenía al principio?']],
  ['es', 'last', ['¿cuándo fue la última vez?', '¿cuál es el recibo más reciente?']],
  [
    'es',
    'now',
    ['¿dónde vivo ahora?', '¿sigo en el turno de tarde?', '¿todavía voy al gimnasio?', '¿cómo va la obra?'],
  ],
  ['es', null, ['¿quién es el primer ministro?', 'la última semana', '¿qué ya no tomo?', '¿viene?', 'hasta ahora']],
  ['it', null, ['dove abito adesso?']],
])('%s: %s', (language, order, questions) => {
  for (const question of questions) expect([question, askedOrderIn(language, question)]).toEqual([question, order]);
});

test.each([
  ['de', 'ist das rad kaputt?'],
  ['de', 'eine frage: funktioniert die heizung wieder?'],
  ['de', 'der hund darf noch mit?'],
  ['fr', 'est-ce que la porte est réparée ?'],
  ['fr', 'le frigo est en panne ?'],
  ['fr', 'a-t-il appelé ?'],
  ['es', '¿está roto el coche?'],
  ['es', '¿ya puedo nadar?'],
])('of %s, "%s" asks whether something holds', (language, question) => {
  expect(asksWhetherIn(language, question)).toBe(true);
});

test.each([
  ['de', 'wann ist das rad kaputt gegangen?'],
  ['de', 'weißt du noch, ob er kam?'],
  ['de', 'war er schon mal in rom?'],
  ['de', 'kartoffelernte?'],
  ['fr', 'le frigo est en panne'],
  ['fr', "qu'a perdu manon au concert ?"],
  ['fr', 'est-ce que tu te souviens du code ?'],
  ['es', '¿qué está roto?'],
  ['es', '¿me puedes decir la clave?'],
  ['it', 'è rotto?'],
])('of %s, "%s" does not ask whether something holds', (language, question) => {
  expect(asksWhetherIn(language, question)).toBe(false);
});
