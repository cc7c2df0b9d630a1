import { expect, test } from 'vitest';
import { outdatedIn } from '../../fixtures/outdated-in.ts';

test.each([
  ['de', 'Ich arbeite bei Siemens.', 'Mein Handyvertrag ist gekündigt.'],
  ['de', 'Ich arbeite bei Siemens.', 'Die Hausratversicherung habe ich zum 31.12. gekündigt, das ging schnell.'],
  ['fr', "J'habite à Lille.", 'On a quitté Orange pour Free.'],
  ['fr', 'Je travaille chez Renault.', "J'ai quitté le club de judo."],
  ['pt', 'Moro em Braga com a minha avó.', 'O Tiago se mudou pra Faro, minha avó chorou.'],
  ['zh', '我抽烟。', '我把奶茶戒了。'],
  // Somebody else's
  ['de', 'Tom fährt einen Tesla.', 'Ich habe meinen Tesla verkauft.'],
  ['de', 'Mein Bruder Max arbeitet bei Bosch.', 'Ich habe bei Bosch gekündigt.'],
  ['fr', 'Tom conduit une Tesla.', "J'ai vendu ma Tesla."],
  ['es', 'Lena trabaja en Bosch.', 'Ya no trabajo en Bosch.'],
  ['es', 'Mi madre toma aspirina.', 'Ya no tomo aspirina.'],
  ['pt', 'O Tom dirige um Tesla.', 'Vendi meu Tesla.'],
  ['pt', 'Minha mãe toma aspirina.', 'Já não tomo aspirina.'],
  ['it', 'Tom guida una Tesla.', 'Ho venduto la mia Tesla.'],
  ['nl', 'Mijn moeder slikt aspirine.', 'Ik slik geen aspirine meer.'],
  ['zh', '我妈妈吃阿司匹林。', '我不再吃阿司匹林了。'],
])('in %s "%s" is no state of what "%s" ends', (language, state, end) => {
  expect(outdatedIn(language, state, end)).toEqual([[], []]);
});

test.each([
  ['de', 'Ich arbeite bei Siemens.', 'Ich habe meinen Job gekündigt.'],
  ['de', 'Ich arbeite bei Siemens.', 'Zum 30.06. hab ich gekündigt, endlich.'],
  ['fr', "J'habite à Lille.", 'On a quitté Lille.'],
  ['pt', 'Moro em Braga com a minha avó.', 'Me mudei pra Faro.'],
  ['es', 'Vivo en Soria con mi hermano.', 'El año pasado me mudé a Cádiz.'],
  ['zh', '我每天抽一包烟。', '我把烟戒了。'],
])('in %s "%s" is the state that "%s" ends', (language, state, end) => {
  const found = [{ rule: 'denied later', safe: false, isFirst: true }];
  expect(outdatedIn(language, state, end)).toEqual([found, found]);
});

test.each([
  ['de', 'Jan lernt Klarinette.', 'Jan hat bei der Post aufgehört.'],
  ['fr', 'Luc travaille comme plombier.', 'Luc a arrêté de boire.'],
  ['es', 'Marta toca el violín.', 'Marta ha dejado de fumar.'],
  ['pt', 'O Rui toca violino.', 'O Rui parou de beber.'],
])('in %s "%s" shares with "%s" nothing but a person', (language, one, other) => {
  expect(outdatedIn(language, one, other)).toEqual([[], []]);
});

test.each([
  ['es', 'Compré una tienda de campaña para Leo.', 'Vendí la tienda de Olga.'],
  ['fr', 'Le vélo bleu est dans la cave.', 'Le vélo rouge de Simon a été volé.'],
  ['fr', 'Chez Orange on a le numéro de contrat 44 123.', "J'ai changé de numéro, c'est le 06 55 44 33 22."],
  ['es', 'Ana tiene una moto.', 'Berta vendió la moto.'],
])('in %s "%s" is about another thing than "%s"', (language, one, other) => {
  expect(outdatedIn(language, one, other)).toEqual([[], []]);
});

test.each([
  ['es', 'Tomo omeprazol para el estómago.', 'El médico me quitó el omeprazol.'],
  ['fr', 'La réunion quotidienne est à 9 h.', "L'équipe a supprimé la réunion quotidienne."],
])('in %s "%s" may be ended by who does "%s" for others', (language, one, other) => {
  const found = [{ rule: 'denied later', safe: false, isFirst: true }];
  expect(outdatedIn(language, one, other)).toEqual([found, found]);
});
