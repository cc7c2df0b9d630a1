import { describe, expect, test } from 'vitest';
import { RulesExtractor } from '../rules-extractor.ts';

const extractor = new RulesExtractor();

async function names(content: string): Promise<string[]> {
  const [found] = await extractor.extract([{ content, speaker: null, language: 'de' }]);
  return (found?.entities ?? []).map(({ name }) => name);
}

describe('a German noun is a name', () => {
  test.each([
    [
      'after a preposition without an article',
      'Ich war mit Anke bei Rossmann in Kassel.',
      ['Anke', 'Rossmann', 'Kassel'],
    ],
    ['after what somebody is', 'Meine Schwester Friederike und unser Hund Krümel kommen.', ['Friederike', 'Krümel']],
    ['after "heißt"', 'Der Neue heißt Torben.', ['Torben']],
    ['beside another one', 'Wir lesen Gorch Fock.', ['Gorch Fock']],
    ['as the owner of something', 'Ich habe Annegrets Fahrrad geliehen.', ['Annegrets']],
    ['with a noun of places', 'Wir wandern um den Laacher See.', ['Laacher See']],
    ['with a noun of firms', 'Die Rechnung von der Hausverwaltung Petersen ist da.', ['Hausverwaltung Petersen']],
    [
      'with an owner of its own',
      'Wir wohnen am Alexanderplatz beim Goethe-Gymnasium.',
      ['Alexanderplatz', 'Goethe-Gymnasium'],
    ],
    ['in a row', 'Ich lade Wiebke, Torben und Hauke ein.', ['Wiebke', 'Torben', 'Hauke']],
    ['if it does what people do, at the beginning', 'Wiebke arbeitet heute nicht.', ['Wiebke']],
    ['if it is explained, at the beginning', 'Wiebke, meine Kollegin, ist krank.', ['Wiebke']],
  ])('%s: %s', async (_where, content, wanted) => {
    expect(await names(content)).toEqual(wanted);
  });

  test.each([
    ['with an article or an adjective', 'Der Zaun am Schuppen braucht frische Farbe und das alte Scharnier Öl.'],
    ['that often stands without an article', 'Ich trinke Kaffee mit Milch, habe Angst vor Fieber und baue aus Holz.'],
    ['that ends like one', 'Mit Begeisterung, in Gemeinschaft und ohne Müdigkeit.'],
    ['that is a compound of one', 'Ausflüge mit Kleinkindern, Suppe aus Hühnerfleisch, Salat mit Zwiebelsaft.'],
    ['that is a place without an owner', 'Der Parkplatz an der Marktkirche ist voll.'],
    ['that is counted', 'Wir haben zwei Klüven und viel Schmand, auf Flöz 17.'],
    ['behind a verb that begins a question', 'Können Sie mir Ihre Sprechstunde sagen?'],
    ['in a heading', 'Neues Passwort gesetzt, Saatgut bestellt.'],
  ])('but not one %s: %s', async (_which, content) => {
    expect(await names(content)).toEqual([]);
  });
});
