import { expect, test } from 'vitest';
import { withoutFrames } from './asking-frames.ts';

test.each([
  ['de', 'Weißt du noch, wann Lena kam?', 'wann Lena kam?'],
  ['de', 'Du fragst? Sag mal, was kostet das Rad?', 'Du fragst? was kostet das Rad?'],
  ['de', 'Könntest du mir bitte noch mal Lenas Anschrift geben?', 'Lenas Anschrift geben?'],
  ['fr', "Est-ce que tu te souviens quand j'ai signé ?", "quand j'ai signé ?"],
  ['fr', 'Peux-tu me rappeler le mot de passe ?', 'le mot de passe ?'],
  ['es', '¿Te acuerdas de cómo se llama el perro?', '¿ cómo se llama el perro?'],
  ['es', 'Dime dónde vive Ana', 'dónde vive Ana'],
])('of %s, "%s" asks "%s"', (language, question, left) => {
  expect(withoutFrames(question, language)).toBe(left);
});

test.each([
  ['de', 'Weißt du noch?'],
  ['de', 'Was wollte ich dir sagen?'],
  ['de', 'Was weißt du noch über Lena?'],
  ['fr', 'Qui peut me rappeler ?'],
  ['es', '¿Qué sabes de Ana?'],
  ['en', 'Do you remember when Lena came?'],
])('of %s, "%s" stays as it is', (language, question) => {
  expect(withoutFrames(question, language)).toBe(question);
});
