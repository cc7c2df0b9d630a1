import { afterEach, expect, test, vi } from 'vitest';
import type { Viewer } from '../../account/viewer.ts';
import { MemoryEpochs } from '../../platform/cache/epochs.ts';
import { RequestTimes } from '../../platform/request-times.ts';
import { answerMemory } from '../caches.ts';
import { unobserved } from '../observed.ts';
import { AnswerCache } from './answer-cache.ts';

const viewer: Viewer = {
  accountId: 'ann',
  principal: 'ann',
  actorKind: 'USER',
  plan: 'FREE',
  scopes: new Set(['read']),
  collectionIds: null,
  expiresAt: null,
};

afterEach(() => {
  vi.useRealTimers();
});

test('an answer is not given when its time is over, though the machine slept meanwhile and its other clock with it', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const answers = new AnswerCache({
    epochs: new MemoryEpochs(),
    memory: answerMemory(1_000_000),
    shared: null,
    recalls: { record: () => {} },
    identify: async () => ({ viewer, rejection: null }),
    charge: null,
    requestsOf: () => 1,
    observed: unobserved,
  });
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
