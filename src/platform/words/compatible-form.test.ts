import { expect, test } from 'vitest';
import { compatibleForm } from './compatible-form.ts';

const blessing = '\ufdfa';

test.each([
  ['\uff21\uff11 \ufb01nal', 'A1 final'],
  [`Muhammad ${blessing}`, `Muhammad ${blessing.normalize('NFKC')}`],
  [blessing, blessing.normalize('NFKC')],
])('"%s" becomes "%s"', (text, form) => {
  expect(compatibleForm(text)).toBe(form);
});

test('a text that would become much longer stays as it is', () => {
  const text = blessing.repeat(32_000);
  expect(compatibleForm(text)).toBe(text);
});
