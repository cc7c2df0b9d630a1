import type { Viewer } from '../../src/account/viewer.ts';
import { AnswerCache, type AnswerCacheParts } from '../../src/app/answers/answer-cache.ts';
import { answerMemory } from '../../src/app/caches.ts';
import { unobserved } from '../../src/app/observed.ts';
import { MemoryEpochs } from '../../src/platform/cache/epochs.ts';

/** An answer cache whose requests all come from one viewer and are neither charged nor observed; in process unless given otherwise. */
export const makeAnswers = (viewer: Viewer, given: Partial<AnswerCacheParts> = {}): AnswerCache =>
  new AnswerCache({
    epochs: new MemoryEpochs(),
    memory: answerMemory(1_000_000),
    shared: null,
    recalls: { record: () => {} },
    identify: async () => ({ viewer, rejection: null }),
    charges: null,
    observed: unobserved,
    ...given,
  });
