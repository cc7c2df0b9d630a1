import { expect, test } from 'vitest';
import { withoutTaskIn } from './tasks-elsewhere.ts';

test.each([
  ['Kannst du mir zusammenfassen, wie sich mein Garten entwickelt hat?', ', wie sich mein Garten ?'],
  ['Fass mir bitte zusammen, wie die Planung verlaufen ist.', ', wie die Planung .'],
  ['Gib mir einen kurzen Überblick über meine Bienen.', 'meine Bienen.'],
  ['In welcher Reihenfolge habe ich die verschiedenen Aspekte meiner Arbeit angesprochen?', 'meiner Arbeit ?'],
  ['Liste auf, in welcher Reihenfolge ich über die Laube gesprochen habe', ', über die Laube gesprochen habe'],
  ['Kannst du mir noch mal der Reihe nach auflisten, was die Bienen bekommen?', ', was die Bienen bekommen?'],
  ['Wie viele Tage lagen zwischen der Zusage und meinem Umzug?', 'zwischen der Zusage und meinem Umzug?'],
  ['Wie viele Völker habe ich insgesamt erwähnt?', 'Wie viele Völker habe ich ?'],
])('of German, "%s" asks for "%s"', (question, left) => {
  expect(withoutTaskIn(question, 'de')).toBe(left);
});

test.each([
  ['de', 'Wann ist die Zusammenfassung fertig?'],
  ['de', 'Was kostet die Übersicht über die Beete?'],
  ['de', 'Die Reihenfolge der Torten?'],
  ['de', 'Übersicht der Beete?'],
  ['de', 'Ordnen von Akten'],
  ['de', 'Was habe ich dir über Jonas erzählt?'],
  ['de', 'In welcher Reihenfolge?'],
  ['en', 'Kannst du mir zusammenfassen, wie sich mein Garten entwickelt hat?'],
])('of %s, "%s" stays as it is', (language, question) => {
  expect(withoutTaskIn(question, language)).toBe(question);
});
