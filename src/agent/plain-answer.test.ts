import { expect, test } from 'vitest';
import type { FoundNote } from './agent.ts';
import { makeNote } from './fixtures/make-note.ts';
import { makeTalk } from './fixtures/make-talk.ts';
import { plainAnswer } from './plain-answer.ts';

const noteOf = (content: string, at: number) => makeNote(content, at + 1, { cosine: 0.3 });

const quotedIn = async (found: readonly FoundNote[], language: string, question: string) => {
  const answer = await plainAnswer(found, { question, told: '', asker: null, now: new Date(), language });
  return answer.map(({ sentence }) => sentence);
};

/** What is quoted of these memories. */
const quotedOf = (language: string, question: string, ...contents: string[]) =>
  quotedIn(contents.map(noteOf), language, question);

/** One text does not answer alone, and is not quoted beside the one that does. */
async function expectOnlyAnswer(language: string, question: string, without: string, answer: string): Promise<void> {
  expect(await quotedOf(language, question, without)).toEqual([]);
  expect(await quotedOf(language, question, without, answer)).toEqual([answer]);
}

test.each([
  ['de', 'Wann heiraten wir?', 'Geheiratet wird am 17. April.'],
  ['de', 'Bei wem war ich beim Yoga?', 'Heute war Schwangerschaftsyoga bei Kathleen.'],
  ['de', 'Welche Schuhgröße hat Mila?', 'Mila trägt Schuhgroesse 30.'],
  ['de', 'Hat Mila Allergien?', 'Mila ist gegen nichts allergisch.'],
  ['es', '¿A qué soy alérgica?', 'Soy alergica a la penicilina.'],
  ['fr', "Dans quelle boîte j'étais graphiste ?", 'Graphiste chez Pixel depuis cinq ans.'],
  ['it', "Dov'è l'ospedale?", 'Un ospedale è in via Roma.'],
  ['pt', 'Quem surfa comigo?', 'Vou surfar com a Joana.'],
  ['de', 'Wovor fürchtet sich Jonas?', 'Jonas hat Angst vor Hunden.'],
  ['nl', 'Bij wie had ik yoga?', 'Vandaag was zwangerschapsyoga bij Els.'],
  ['zh', '国庆节在家吗？', '国庆在家躺了四天。'],
])('%s: "%s" is answered in another form of its words: %s', async (language, question, answer) => {
  expect(await quotedOf(language, question, answer)).toEqual([answer]);
});

test.each([
  ['de', 'Was verdient Tobi?', 'Tobi'],
  ['es', '¿Qué coche conduce Sergio?', 'Sergio'],
  ['fr', 'Que conduit Hugo ?', 'Hugo'],
  ['it', 'Che macchina guida Ugo?', 'Ugo'],
  ['pt', 'Que carro dirige o Rui?', 'Rui'],
  ['nl', 'Welke auto rijdt Wim?', 'Wim'],
])('%s: "%s" is not answered by what else is told of %s', async (language, question, name) => {
  const others = ['Lisboa', 'Graz', 'Nantes', 'Roma', 'Leeds', 'Kiel', 'Oslo', 'Ulm'].map(
    (place) => `${name}, ${place}.`,
  );
  expect(await quotedOf(language, question, ...others)).toEqual([]);
});

test.each([
  ['de', 'Wie viel kostet die Miete?', 'Die Miete ist viel zu hoch.', 'Die Miete kostet tausend Euro.'],
  ['es', '¿Cuánto cuesta el alquiler?', 'El alquiler cuesta mucho.', 'El alquiler cuesta 700 euros.'],
  ['fr', 'Combien coûte le loyer ?', 'Le loyer coûte cher.', 'Le loyer coûte mille euros.'],
  ['it', "Quanto costa l'affitto?", "L'affitto costa molto.", "L'affitto costa 700 euro."],
  ['pt', 'Quanto custa o aluguel?', 'O aluguel custa muito.', 'O aluguel custa 700 reais.'],
  ['nl', 'Hoeveel kost de huur?', 'De huur kost veel.', 'De huur kost duizend euro.'],
  ['zh', '房租多少钱？', '房租很贵。', '房租三千元。'],
  ['ja', '家賃はいくらですか？', '家賃が高い。', '家賃は十一万円。'],
])('%s: "%s" is answered by a number alone', expectOnlyAnswer);

test.each([
  ['ja', '私の血液型は？', '今は横浜の日吉で一人暮らしをしています。'],
  ['zh', '我的血型是什么？', '我现在住在北京。'],
])('%s: "%s" is not answered by what shares only small words with it', async (language, question, other) => {
  expect(await quotedOf(language, question, other)).toEqual([]);
});

test('a short text is quoted as a whole, a long one by its sentence', async () => {
  const easter = 'Frohe Ostern! Wir verstecken die Eier bei Tobis Eltern.';
  expect(await quotedOf('de', 'Was war an Ostern?', easter)).toEqual([easter]);
  const long = `Der Strom kommt von Lekker, Kundennr. 551. ${'Es hat den ganzen Tag geregnet. '.repeat(8)}`;
  expect(await quotedOf('de', 'Woher kommt der Strom?', long)).toEqual(['Der Strom kommt von Lekker, Kundennr. 551.']);
});

const weekAgo = new Date(Date.now() - 7 * 86_400_000);

test.each([
  ['de', 'Was habe ich letzte Woche gemacht?', 'Letzte Woche habe ich viel gemacht.', 'Ich strich den Zaun.'],
  ['es', '¿Qué hice la semana pasada?', 'La semana pasada hice demasiadas cosas.', 'Llevé el coche al taller.'],
])('%s: "%s" is not answered by what counts back from another day: %s', async (language, question, before, answer) => {
  const found = [noteOf(before, 0), { ...noteOf(answer, 1), validFrom: weekAgo }];
  expect(await quotedIn(found, language, question)).toEqual([answer]);
});

test('what was told before of the asked days answers, also without their year', async () => {
  const told = 'Urlaub: 10. bis 22. August Dänemark.';
  expect(await quotedOf('de', 'Was war vom 10. bis 22. August 1970?', told)).toEqual([told]);
});

test('of a long question, fifty words are compared with those of the texts', async () => {
  const word = (n: number) => `wort${'abcdefghij'.charAt(n % 10)}${'klmnopqrst'.charAt(Math.floor(n / 10))}`;
  const words = Array.from({ length: 100 }, (_, n) => word(n));
  const question = `Was ist ${words.join(' ')}?`;
  expect(await quotedOf('de', question, `${words[1]} ist da.`)).toEqual([]);
  expect(await quotedOf('de', question, `${words.slice(0, 20).join(' ')} sind da.`)).toHaveLength(1);
  expect(await quotedOf('de', question, `${words.slice(60, 80).join(' ')} sind da.`)).toEqual([]);
});

test.each([
  ['de', 'Wann hat Katrin Geburtstag?', 'Katrin verträgt kein Gluten.', 'Katrin hat am 3. Mai Geburtstag.'],
  ['de', 'Wann probt Leonie?', 'Leonie probt mit dem Orchester.', 'Leonie probt immer freitags.'],
  ['de', 'Wann nimmt Oma die Tablette?', 'Oma nimmt die Tablette ungern.', 'Oma nimmt die Tablette nach dem Essen.'],
  ['es', '¿Cuándo cena Sergio?', 'Sergio cena en casa.', 'Sergio cena en casa los lunes.'],
  ['fr', 'Quand est-ce que Luc nage ?', 'Luc nage à Lyon.', 'Luc nage le mardi à Lyon.'],
  ['it', 'Quando nuota Ugo?', 'Ugo nuota a Roma.', 'Ugo nuota a Roma di sera.'],
  ['pt', 'Quando nada o Rui?', 'O Rui nada em Faro.', 'O Rui nada em Faro na segunda-feira.'],
  ['nl', 'Wanneer zwemt Wim?', 'Wim zwemt met Els.', 'Wim zwemt op maandag met Els.'],
  ['zh', '我什么时候去健身房？', '我去健身房。', '我每周一去健身房。'],
])('%s: "%s" is answered by a day or a time alone', expectOnlyAnswer);

test('when something was, the day of its memory tells', async () => {
  expect(await quotedOf('de', 'Wann haben wir das Auto verkauft?', 'Das Auto haben wir verkauft.')).toHaveLength(1);
});

test('"Frau" with a name is no wife, but with somebody whose wife she is', async () => {
  const [teacher, wife] = ['Die Lehrerin heißt Frau Yilmaz.', 'Meine Frau Katrin ist Architektin.'];
  expect(await quotedOf('de', 'Wie heißt meine Frau?', teacher)).toEqual([]);
  expect(await quotedOf('de', 'Wie heißt meine Frau?', teacher, wife)).toEqual([wife]);
});

test('a further sentence says nearly as much of the question as the first', async () => {
  const [rehearsal, prize] = ['Leonie spielt Geige in Kassel.', 'Leonie mag Kassel.'];
  expect(await quotedOf('de', 'Spielt Leonie Geige?', rehearsal, prize)).toEqual([rehearsal]);
});

/** What is quoted of a conversation. */
const quotedOfTalk = (question: string, ...messages: string[]) =>
  quotedIn(makeTalk(messages, { cosine: 0.3 }), 'de', question);

test.each([
  [
    'Wer kauft unseren Honig?',
    ['Wir haben 400 Kilo Honig geerntet.', 'A: Schön! Wer kauft den Honig?', 'Das meiste geht an den Hofladen Brandt.'],
    ['Das meiste geht an den Hofladen Brandt.'],
  ],
  [
    'Wie heißen die Zwillinge von Silke?',
    ['Silke hat Zwillinge bekommen.', 'A: Glückwunsch! Wie heißen sie?', 'Emil und Frieda.'],
    ['Silke hat Zwillinge bekommen.', 'Emil und Frieda.'],
  ],
  ['Wo stehen die Bienen?', ['A: Spannend! Wo stehen die Bienen?'], []],
])(
  '%s is answered by what was said to the question of an assistant, which is no answer',
  async (question, talk, answer) => {
    expect(await quotedOfTalk(question, ...talk)).toEqual(answer);
  },
);

test.each([
  ['de', 'Wo arbeite ich jetzt?', 'Ich arbeite bei Siemens.', 'Heute war mein erster Tag bei Bosch.'],
  ['es', '¿Dónde trabajo ahora?', 'Trabajo en Iberdrola.', 'He empezado en Repsol.'],
  ['fr', 'Où est-ce que je travaille maintenant ?', 'Je travaille chez EDF.', "J'ai commencé chez Engie."],
  ['it', 'Dove lavoro ora?', 'Lavoro alla Fiat.', 'Ho iniziato alla Ferrari.'],
  ['pt', 'Onde trabalho agora?', 'Trabalho na Galp.', 'Comecei na EDP.'],
  ['nl', 'Waar werk ik nu?', 'Ik werk bij Shell.', 'Ik ben begonnen bij ASML.'],
  ['zh', '我现在在哪里上班？', '我在阿里上班。', '我开始在腾讯上班了。'],
])('%s: asked what holds now ("%s"), what has changed comes first', async (language, question, before, after) => {
  const found = [before, after].map((content, day) => ({
    ...noteOf(content, day),
    validFrom: new Date(day * 86_400_000),
  }));
  expect(await quotedIn(found, language, question)).toEqual([after, before]);
});
