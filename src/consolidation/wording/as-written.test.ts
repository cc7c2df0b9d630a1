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

test.each(['um ', 'u', ' ', '. ', 'a um, ', 'um,,'])('100,000 characters of "%s" are read at once', (part) => {
  const start = performance.now();
  asWritten(part.repeat(100_000 / part.length));
  expect(performance.now() - start).toBeLessThan(1_000);
});
