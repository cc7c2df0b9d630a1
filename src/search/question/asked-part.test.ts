import { describe, expect, test } from 'vitest';
import { askedPart } from './asked-part.ts';

const told = 'I came home from a long day at work, cooked some pasta, and called the plumber about the kitchen sink.';

const toldInHindi = 'आज मैं अपनी माँ के साथ नदी के किनारे बहुत देर तक टहला और फिर हमने बाज़ार से सब्ज़ियाँ खरीदीं।';

describe('a text that is mostly statements', () => {
  test.each([
    ['behind', `${told} Where does Anna live?`, 'Where does Anna live?'],
    ['before', `Where does Anna live? ${told}`, 'Where does Anna live?'],
    ['between', `${told} Where does Anna live? ${told}`, 'Where does Anna live?'],
    ['more than one', `Who fixed the old roof? ${told} And when?`, 'Who fixed the old roof? And when?'],
    ['behind the stop of Hindi', `आज बारिश हुई। ${toldInHindi} कल कौन आया था?`, `${toldInHindi} कल कौन आया था?`],
    ['a name before the pronoun', `${told} What did Anna do with her bike?`, 'What did Anna do with her bike?'],
    [
      'German without a question mark',
      'Ich war heute den ganzen Tag mit Tina am See und bin nass geworden. Weißt du noch, wie mein Zahnarzt heißt',
      'Weißt du noch, wie mein Zahnarzt heißt',
    ],
    [
      'Chinese without a question mark',
      '今天我和妈妈还有妹妹一起去市场买菜，晚上我们在家里吃饭。提醒我一下，车牌号是多少',
      '提醒我一下，车牌号是多少',
    ],
  ])('is reduced to its questions: %s', (_, query, asked) => {
    expect(askedPart(query)).toBe(asked);
  });

  test.each([
    ['a pronoun', 'What did she say about the squats then?'],
    ['a German pronoun', 'Welche Übungen mag sie nicht?'],
    ['a language whose pronouns are not known', 'Minkä liikkeen hän mainitsi?'],
  ])('keeps the sentence before a question that may refer to it: %s', (_, question) => {
    const before = 'I saw my trainer Anna.';
    expect(askedPart(`${told} ${before} ${question}`)).toBe(`${before} ${question}`);
  });

  test('is measured by letters in languages without word breaks', () => {
    const question = '安娜的房租每个月是多少？';
    expect(askedPart(`今天下午我沿着河边散步了很久，还买了很多花。我在新开的咖啡馆里喝了拿铁。${question}`)).toBe(
      question,
    );
  });
});

test.each([
  ['asks nothing', told],
  ['tells nothing', 'Where does Anna live? Who fixed the roof?'],
  ['tells little', "I'm reading Dune. Who recommended the book?"],
  ['tells little in words with marks', 'मेरी छोटी बिल्ली आज बहुत बीमार है। डॉक्टर कौन है?'],
  [
    'asks about as much as it tells',
    `${told} What did the plumber Anna from Leeds say about the kitchen sink last week?`,
  ],
  ['asks what says nothing by itself', `${told} Does that ring a bell?`],
  ['has the mark within an address', `${told} It was https://example.org/list?Where=Does.`],
  ['is empty', ''],
])('a text is not reduced if it %s', (_, query) => {
  expect(askedPart(query)).toBeNull();
});
