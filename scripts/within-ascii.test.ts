import { expect, test } from 'vitest';
import { withinAscii } from './within-ascii.ts';

const samples: Readonly<Record<string, () => unknown>> = {
  text: () => 'é я 漢字 😀',
  lengths: () => [[...'я😀'].length, 'я😀'.length, String.raw`\я`.length],
  'names and templates': () => {
    const имя = { ключ: 'значение' };
    return `${имя.ключ}…`;
  },
  patterns: () => ['ая', '😀', '漢', 'b'].filter((text) => /^[а-я]+$|^[😀-😃]$|\p{Script=Han}|’/u.test(text)),
  'patterns without Unicode mode': () => 'a“’b'.replace(/[“”‘’]+/g, '-'),
  'raw text': () => String.raw`\p{L}|я\`\u0041\${1}\\`,
  'raw text in raw text': () => String.raw`a\n${String.raw`\d…`}ъ\n${String.raw`\w`}$`,
};

test.each(Object.entries(samples))('%s stays what it was', (_name, sample) => {
  const narrow = withinAscii(`(${sample})()`);
  expect(narrow).toMatch(/^[\0-\x7f]*$/);
  expect(new Function(`return ${narrow}`)()).toEqual(sample());
});

test.each([String.raw`'a—b\\\—'.replace(/\—/g, '-')`, '`\\я`'])(
  'an escape that %s did not need is left out',
  (code) => {
    expect(new Function(`return ${withinAscii(code)}`)()).toBe(new Function(`return ${code}`)());
  },
);

test('ASCII is not touched', () => {
  const code = 'const pattern = String.raw`\\n\\u044f`;';
  expect(withinAscii(code)).toBe(code);
});
