import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { ErrorMask } from './error-mask.ts';

test.each(['25006', '53100'])('writes that the database refuses (%s) are logged as one warning a minute', (code) => {
  const lines: object[] = [];
  const mask = new ErrorMask(pino({}, { write: (line) => void lines.push(JSON.parse(line)) }));
  for (let n = 0; n < 3; n += 1) {
    const originalError = Object.assign(new Error('cannot execute INSERT'), { code });
    expect(mask.error(new GraphQLError('', { originalError }), {}).extensions).toMatchObject({ code: 'UNAVAILABLE' });
  }
  expect(lines).toMatchObject([{ level: 40, err: { code }, msg: expect.stringContaining('refuses writes') }]);
});
