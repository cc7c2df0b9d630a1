import { expect, test } from 'vitest';
import { withoutAskingWords } from './asking-words.ts';

test.each([
  ['de', 'Wann wird die Küche montiert?', 'Küche montiert?'],
  ['de', 'Wie viel wiegt der Hund aktuell?', 'wiegt Hund ?'],
  ['fr', "Qu'est-ce qu'on a planté ?", 'planté ?'],
  ['fr', "C'est quoi le code de l'immeuble maintenant ?", 'code immeuble ?'],
  ['fr', "Jusqu'à quand dure le rendez-vous ?", 'dure rendez-vous ?'],
  ['fr', 'A-t-on vendu la maison ? Et quand ?', 'vendu maison ? ?'],
])('of %s, "%s" looks for "%s"', (language, question, left) => {
  expect(withoutAskingWords(question, language)).toBe(left);
});

test.each([
  ['de', 'Küchen Aktuell'],
  ['de', 'Wer ist das?'],
  ['fr', 'Paul-Bert'],
  ['fr', "aujourd'hui"],
  ['es', '¿Cuándo es?'],
  ['en', 'When is it?'],
])('of %s, "%s" stays as it is', (language, question) => {
  expect(withoutAskingWords(question, language)).toBe(question);
});
