import { expect, test } from 'vitest';
import { askedNames } from './asked-names.ts';

test.each([
  ['What about Julia’s boss?', ['julia', 'boss']],
  ['Anna/Tom, and "Julia"', ['anna', 'tom', 'julia']],
  ['Did Bob leave Initech—and why?', ['bob', 'initech']],
  ['(Siemens)…Julia,Tom', ['siemens', 'julia', 'tom']],
  ['Ask Jean-Luc Picard of AT&T.', ['jean luc picard', 'at and t']],
  ['the Harbour House Hotel, Oslo', ['harbour house hotel']],
  ['你认识李雷吗', ['李雷']],
  ['지민이는 어디서 일해?', ['지민', '지민이', '지민이는']],
  ['Kevin이 Slack에서 뭐라고 했어?', ['kevin', 'slack']],
  ['מה אמרה Maya ב-Google, בן-גוריון?', ['maya', 'google', 'בן גוריון']],
  ['ทำงานที่Googleไหม', ['google']],
  ["O'Brien, the 1ª & only", ['obrien', '1a']],
  ['王老师和王明说了什么', ['王老师', '王明']],
  ['赫尔辛基大学在哪里', ['赫尔辛基大学']],
  ['森さんの電話番号は?', ['森']],
  ['Juliaと山田さんとクリストファー', ['julia', '山田', 'クリストファー']],
])('names in %j are found between punctuation marks and in scripts without spaces', (message, names) => {
  expect(askedNames(message)).toEqual(expect.arrayContaining(names));
});

test('the number of names from a long message is bounded', () => {
  for (const text of ['word '.repeat(5_000), '漢字'.repeat(5_000), `Anna${'/x'.repeat(5_000)}`, '🎉'.repeat(5_000)])
    expect(askedNames(text).length).toBeLessThanOrEqual(800);
});
