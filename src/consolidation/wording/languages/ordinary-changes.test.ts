import { expect, test } from 'vitest';
import { outdatedIn } from '../../fixtures/outdated-in.ts';

test.each([
  [
    'de',
    'Ich arbeite bei der Telekom.',
    'Bei der Telekom bin ich raus, seit April bin ich bei der Post.',
    'denied later',
  ],
  ['de', 'Meine Handynummer ist 0170 55.', 'Neue Handynummer seit heute: 0151 66.', 'denied later'],
  ['de', 'Meine Nummer ist 0170 55.', 'Meine neue Nummer ist 0151 66.', 'another value'],
  ['de', 'Wir zahlen für Spotify 10,99 im Monat.', 'Spotify ist gekündigt.', 'denied later'],
  ['de', 'Ich bin mit Tom zusammen.', 'Tom und ich haben uns getrennt.', 'denied later'],
  ['de', 'Ich fahre einen alten Passat.', 'Den Passat bin ich losgeworden.', 'denied later'],
  ['fr', 'Je travaille à la Fnac.', 'Je ne travaille plus à la Fnac, je suis chez Darty.', 'denied later'],
  ['fr', 'Mon numéro est le 06 11.', 'Mon nouveau numéro est le 07 22.', 'another value'],
  ['fr', 'Mon numéro est le 06 11.', "J'ai changé d'opérateur et de numéro.", null],
  ['fr', 'Mon numéro est le 06 11.', "J'ai changé de numéro, c'est le 07 22.", 'denied later'],
  ['fr', 'Je sors avec Luc.', "Luc et moi, c'est fini.", 'denied later'],
  ['es', 'Trabajo en Renfe.', 'Me fui de Renfe, ahora estoy en Iberia.', 'denied later'],
  ['es', 'Mi móvil es el 600 11.', 'Mi nuevo móvil es el 655 22.', 'another value'],
  ['es', 'Tomo dos cafés al día.', 'He dejado el café.', 'denied later'],
  ['es', 'Vivo en Soria.', 'Ya estoy instalada en Teruel.', 'denied later'],
  ['pt', 'Trabalho na Vale.', 'Saí da Vale, agora estou na Embraer.', 'denied later'],
  ['pt', 'Meu número é (81) 9111.', 'Meu número novo é (84) 3222.', 'another value'],
  ['es', 'Ana entrena balonmano los lunes.', 'El balonmano ahora es los viernes.', 'denied later'],
  ['de', 'Die Rückgabefrist beträgt 14 Tage.', 'Rückgabefrist jetzt 30 Tage statt 14.', 'denied later'],
  ['de', 'Ida hat montags Ballett.', 'Ballett ist jetzt freitags.', 'denied later'],
  ['zh', '我的手机号是13900001111。', '换号了，新号码是15900002222。', 'denied later'],
  ['zh', '我住在大连西岗区。', '去年搬到青岛了。', 'denied later'],
  ['zh', '我吃阿司匹林。', '医生把阿司匹林换成了华法林。', 'denied later'],
])('in %s "%s" is told otherwise by "%s": %s', (language, one, other, rule) => {
  const found = rule === null ? [] : [{ rule, safe: false, isFirst: true }];
  expect(outdatedIn(language, one, other)).toEqual([found, found]);
});

test.each([
  ['de', 'Meine Nummer ist 0170 55.', 'Neue Nummer vom Zahnarzt: 0221 77.'],
  ['de', 'Ich arbeite bei der Telekom.', 'Aus dem Chor bin ich raus.'],
  ['de', 'Ich bin mit Tom verheiratet.', 'Ich habe mich von dem alten Sofa getrennt.'],
  ['es', 'Soy de Soria y Marta vive en Roma.', 'Ya estoy instalada en Teruel.'],
  ['es', 'Mi teléfono es el 600 11.', 'El nuevo teléfono de Luis es el 655 22.'],
  ['fr', 'Je sors avec Luc.', "Luc et sa femme, c'est fini."],
  ['fr', 'Mon numéro de client est 6 012.', "J'ai changé de numéro, c'est le 07 22."],
  ['zh', '我住在大连。', '去年妹妹搬到青岛了。'],
  ['zh', '小王有一辆自行车。', '小李把自行车卖了。'],
  ['zh', '我住在南京。', '我把床搬到客厅了。'],
  ['es', 'Trabajo en Renfe.', 'Salí de Renfe a las tres.'],
  ['es', 'Tomo dos cafés al día.', 'He dejado el café en la mesa.'],
  ['fr', 'Je joue aux échecs le lundi.', 'Je ne joue plus aux échecs, sauf le lundi.'],
  ['de', 'Ich wohne in Köln.', 'Wir sind mit der Firma nach Bonn gezogen.'],
  ['es', 'Ana entrena balonmano los lunes.', 'El voleibol ahora es los viernes.'],
  ['de', 'Das Büro in Ulm hat montags zu.', 'Das Büro in Ulm ist jetzt größer.'],
  ['fr', 'Le bureau de Lyon ouvre à 9 h.', 'Le bureau de Lyon est maintenant plus grand.'],
  ['pt', 'Trabalho na Vale.', 'Saí do curso de inglês.'],
  ['zh', '我在咖啡店上班。', '我把咖啡戒了。'],
  ['zh', '我住在南京。', '我搬到二楼办公室了。'],
])('in %s "%s" stands beside "%s"', (language, one, other) => {
  expect(outdatedIn(language, one, other)).toEqual([[], []]);
});
