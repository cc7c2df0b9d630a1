import type { ServiceParts } from '../../src/app/services.ts';

/** For what asks no agents: one model, nothing at work, and no answer is given again. */
export const noAgents: ServiceParts['agents'] = {
  models: ['extractive'],
  atWork: { reserve: () => null, cancel: () => {}, liveText: () => null },
  runIds: {
    fetch: async (_key, load) => ({ value: await load() }),
    delete: () => {},
    peek: () => undefined,
    keep: () => {},
  },
};
