import { expect, test } from 'vitest';
import { asWritten } from './as-written.ts';

test.each([
  ['Um, my rent is 920 euros now.', 'My rent is 920 euros now.'],
  ['My rent is, um, 920 euros. Uh, erm, I live in Bristol.', 'My rent is 920 euros. I live in Bristol.'],
  ['um i uh moved to walthamstow', 'I moved to Walthamstow'],
  [
    "i'm with priya on monday. the deploy runs under infra/helm",
    "I'm with Priya on Monday. The deploy runs under infra/helm",
  ],
  ['my number is five oh one', 'My number is five oh one'],
  ['Oh lives in Seoul, and UM is a university. Uh-huh.', 'Oh lives in Seoul, and UM is a university. Uh-huh.'],
  ['昨日は雨でした', '昨日は雨でした'],
  ['', ''],
])('%s', (said, written) => {
  expect(asWritten(said)).toBe(written);
});

test.each([
  ['um ', ''],
  ['u', `U${'u'.repeat(499_999)}`],
  [' ', ' '.repeat(500_000)],
  ['. ', '. '.repeat(250_000)],
  ['a um, ', `A ${'a '.repeat(83_332)}`],
  ['um,,', ''],
])('500,000 characters of "%s" are read in linear time', (part, written) => {
  // Not compared by `toBe`, which would print both.
  expect(asWritten(part.repeat(500_000 / part.length)) === written).toBe(true);
});
