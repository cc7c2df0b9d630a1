import { expect, test } from 'vitest';
import { makeNote } from './fixtures/make-note.ts';
import { newsBeside } from './news-beside.ts';
import { whoseIs } from './of-people.ts';

const noteOf = (content: string, day: number) =>
  makeNote(content, day, { speaker: 'Kim', validFrom: new Date(day * 86_400_000), cosine: 0.3 });

/** What is added to the answer `before` if `after` was told a day later. */
function added(language: string, question: string, before: string, after: string): string | null {
  const [note, later] = [noteOf(before, 1), noteOf(after, 2)];
  const whose = whoseIs({ question, asker: null }, language);
  return newsBeside({ note, sentence: before }, [note, later], { question, whose, language })?.sentence ?? null;
}

test.each([
  ['en', 'Where do I work?', 'I work at Southmead.', 'First day at Riverside today.', 'Our dog has stopped limping.'],
  [
    'de',
    'Wo arbeite ich?',
    'Ich arbeite bei Siemens.',
    'Heute war mein erster Tag bei Bosch.',
    'Jana wohnt jetzt in Ulm.',
  ],
  ['de', 'Wer ist mein Zahnarzt?', 'Das ist Dr. Lehmann.', 'Ich bin jetzt bei Dr. Kern.', 'Mein Bruder ist umgezogen.'],
  ['es', '¿Dónde trabajo?', 'Trabajo en Iberdrola.', 'He empezado en Repsol.', 'Mi hermana vive ahora en Soria.'],
  ['fr', 'Où est-ce que je travaille ?', 'Je travaille chez EDF.', "J'ai commencé chez Engie.", 'Ma sœur a déménagé.'],
  ['it', 'Dove lavoro?', 'Lavoro alla Fiat.', 'Ho iniziato alla Ferrari.', 'Mia sorella si è trasferita.'],
  ['pt', 'Onde trabalho?', 'Trabalho na Galp.', 'Comecei na EDP.', 'A minha irmã mudou-se.'],
  ['nl', 'Waar werk ik?', 'Ik werk bij Shell.', 'Ik ben begonnen bij ASML.', 'Mijn zus is verhuisd.'],
  ['zh', '我在哪里上班？', '我在阿里上班。', '我开始在腾讯上班了。', '姐姐搬到上海了。'],
])('%s: %s gets what has changed since, but not for somebody else', (language, question, before, after, ofAnother) => {
  expect(added(language, question, before, after)).toBe(after);
  expect(added(language, question, before, ofAnother)).toBeNull();
  expect(added(language, question, after, before)).toBeNull();
});

test.each([
  ['en', 'Where did I work before?', 'I worked at Southmead.', 'First day at Riverside today.'],
  ['de', 'Wo habe ich vorher gearbeitet?', 'Ich arbeite bei Siemens.', 'Heute war mein erster Tag bei Bosch.'],
  ['de', 'Was hat Leo gegessen?', 'Leo hat Fisch gegessen.', 'Ich esse jetzt vegan.'],
  ['es', '¿Dónde trabajaba antes?', 'Trabajo en Iberdrola.', 'He empezado en Repsol.'],
  ['es', '¿Qué compró Pau?', 'Pau compró una bici.', 'Ahora tengo una moto.'],
  ['fr', 'Où est-ce que je travaillais ?', 'Je travaille chez EDF.', "J'ai commencé chez Engie."],
  ['fr', "Qu'est-ce que j'ai mangé ?", "J'ai mangé du poisson.", 'Je mange désormais végan.'],
  ['it', 'Dove lavoravo?', 'Lavoro alla Fiat.', 'Ho iniziato alla Ferrari.'],
  ['pt', 'Onde trabalhava antes?', 'Trabalho na Galp.', 'Comecei na EDP.'],
  ['nl', 'Waar werkte ik?', 'Ik werk bij Shell.', 'Ik ben begonnen bij ASML.'],
  ['zh', '我以前在哪里上班？', '我在阿里上班。', '我开始在腾讯上班了。'],
])('%s: %s, which asks for the past, gets nothing beside it', (language, question, before, after) => {
  expect(added(language, question, before, after)).toBeNull();
});

test('nothing is added in a language whose words for changes are not known', () => {
  expect(added('fi', 'Missä olen töissä?', 'Olen töissä Nokialla.', 'Nyt olen töissä Koneella.')).toBeNull();
});

test('what has changed in quite other words is of who asks, not of whom or what else is asked about', () => {
  const [birthday, died] = ['Mum has her birthday on 14 May.', 'Dad died four years ago.'];
  expect(added('en', "When is Mum's birthday?", birthday, died)).toBeNull();
  expect(added('en', 'When is my birthday?', birthday, 'They have moved it to 15 May.')).not.toBeNull();
});
