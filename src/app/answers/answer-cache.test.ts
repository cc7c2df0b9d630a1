import { afterEach, expect, test, vi } from 'vitest';
import { makeAnswers } from '../../../tests/support/make-answers.ts';
import { makeViewer } from '../../../tests/support/viewer.ts';
import { RequestTimes } from '../../platform/request-times.ts';

afterEach(() => {
  vi.useRealTimers();
});

test('a cached answer expires by the wall clock, even if the monotonic clock stood still while the machine slept', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const answers = makeAnswers(makeViewer());
  const request = new Request('http://localhost/graphql');
  const scope = await answers.scopeOf(request);
  if (!scope) throw new Error('Nobody has signed in');
  const kept = { text: Buffer.from('{}'), operation: '', cost: 1, recalled: [], expiresAt: Date.now() + 60_000 };
  answers.noteSent('sent', 'a');
  answers.put(scope, 'a', kept);
  const given = async () => [
    await answers.get(scope, 'a'),
    await answers.findAsSent('sent', request, new RequestTimes()),
  ];
  expect(await given()).toEqual([kept, { answer: kept }]);
  vi.setSystemTime(Date.now() + 3_600_000);
  expect(await given()).toEqual([null, null]);
});
