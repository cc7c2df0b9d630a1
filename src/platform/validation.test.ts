import { expect, test } from 'vitest';
import { text } from './validation.ts';

test.each(['', ' \n\u00a0\u3000', '\u200b', '\ufeff\u200d \u2060', '\u00ad', '\u{e0041}'])(
  'a text in which nothing can be seen is empty: %j',
  (unseen) => {
    expect(text({ min: 1, max: 9 }).safeParse(unseen).error?.issues).toMatchObject([
      { message: 'is empty: give it some text' },
    ]);
    expect(text({ max: 9 }).parse(unseen)).toBe(unseen);
  },
);

test.each(['.', '\u200bword', '👩\u200d🚀', '\u0301', '\u{20000}'])(
  'a text with something to see is taken as it is: %j',
  (seen) => {
    expect(text({ min: 1, max: 9 }).parse(seen)).toBe(seen);
  },
);
