import type { ServiceParts } from '../../src/app/services.ts';

/** For what asks no agents: one model, nothing at work, and no answer is given again. */
export const noAgents: ServiceParts['agents'] = {
  models: ['extractive'],
  atWork: { reserve: () => null, cancel: () => {}, liveText: () => null },
  answered: {
    runIds: {
      fetch: async (_key, load) => ({ value: await load(), hit: false }),
      peek: async () => null,
      keep: () => {},
    },
    ttlMs: 60_000,
  },
  window: { maxMessages: 10, maxWithContent: 5, maxContentLength: 200 },
};
