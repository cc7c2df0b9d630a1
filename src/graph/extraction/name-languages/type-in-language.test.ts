import { expect, test } from 'vitest';
import { RulesExtractor } from '../rules-extractor.ts';

const extractor = new RulesExtractor();

async function typed(language: string, content: string): Promise<string[]> {
  const [found] = await extractor.extract([{ content, speaker: null, language }]);
  return (found?.entities ?? []).map(({ name, type }) => `${name}: ${type}`);
}

test.each([
  ['de', 'Mein Onkel Ewald arbeitet bei Wüstenrot.', ['Ewald: PERSON', 'Wüstenrot: ORGANISATION']],
  ['de', 'Die App Runtastic kenne ich aus Kassel.', ['Runtastic: THING', 'Kassel: PLACE']],
  ['fr', 'Ma tante Ghislaine habite à Quimperlé.', ['Ghislaine: PERSON', 'Quimperlé: PLACE']],
  ['fr', "J'ai un entretien chez Decathlon avec Maëlys.", ['Decathlon: ORGANISATION', 'Maëlys: PERSON']],
  ['fr', "L'appli Doctolib ne marche plus, la SNCF non plus.", ['Doctolib: THING', 'SNCF: ORGANISATION']],
  ['es', 'Nahia, mi vecina, trabaja en Mercadona.', ['Nahia: PERSON', 'Mercadona: ORGANISATION']],
  ['es', 'Subimos al Moncayo y luego a la película Volver.', ['Moncayo: PLACE', 'Volver: THING']],
  ['it', 'Il mio gatto si chiama Briciola e viene da Ascoli.', ['Briciola: PERSON', 'Ascoli: PLACE']],
  ['it', 'Ho comprato il tavolo da Mondo Convenienza.', ['Mondo Convenienza: ORGANISATION']],
  ['nl', 'Mijn oom Gijs werkt bij Coolblue.', ['Gijs: PERSON', 'Coolblue: ORGANISATION']],
  ['nl', 'We fietsten naar de Lekdijk.', ['Lekdijk: PLACE']],
  ['pt', 'A Lurdes mora em Tavira e joga Tetris.', ['Lurdes: PERSON', 'Tavira: PLACE', 'Tetris: THING']],
  [
    'de',
    'Die Allianz hat Dr. Öztürk vom TV Großwallstadt bezahlt.',
    ['Allianz: THING', 'Dr Öztürk: PERSON', 'TV Großwallstadt: ORGANISATION'],
  ],
  [
    'fr',
    'Bérénice et Gaspard se marient au bord de la Garonne.',
    ['Bérénice: PERSON', 'Gaspard: PERSON', 'Garonne: THING'],
  ],
  ['ru', 'Моя тётя Зинаида переехала в Рязань.', ['Зинаида: PERSON', 'Рязань: PLACE']],
  [
    'ru',
    'Лёня работает в «Газпроме» вместе с Ларисой, но живёт в Армении.',
    ['Газпроме: ORGANISATION', 'Ларисой: PERSON', 'Армении: PLACE'],
  ],
])('what stands around a name tells what it is: %s %s', async (language, content, wanted) => {
  expect(await typed(language, content)).toEqual(wanted);
});

test.each([
  ['fr', "On campe au lac d'Annecy, rue des Tanneurs.", ["lac d'Annecy: PLACE", 'rue des Tanneurs: PLACE']],
  ['pt', 'Fomos a Alter do Chão.', ['Alter do Chão: PLACE']],
  ['ru', 'Мама лежит в Боткинской больнице.', ['Боткинской больнице: ORGANISATION']],
  ['it', 'Sto leggendo Il nome della rosa di Umberto Eco.', ['Il nome della rosa: THING', 'Umberto Eco: PERSON']],
  ['nl', 'Ik las De avonden van Gerard Reve.', ['De avonden: THING', 'Gerard Reve: PERSON']],
  ['ru', 'Читаю «Пикник на обочине».', ['Пикник на обочине: THING']],
  ['es', 'Ella dijo «Vente a casa».', []],
])('names are more than capitalised words in a row: %s %s', async (language, content, wanted) => {
  expect(await typed(language, content)).toEqual(wanted);
});
