import type { ServiceParts } from '../../src/app/services.ts';
import { usualConfig } from './usual-config.ts';

/** For tests without agents: one model, no running work, and no reused answers. */
export const noAgents: ServiceParts['agents'] = {
  models: ['extractive'],
  atWork: { reserve: () => null, cancel: async () => {}, liveText: () => null },
  answered: {
    runIds: {
      fetch: async (_key, load) => ({ value: await load(), hit: false }),
      peek: async () => null,
      keep: () => {},
    },
    ttlMs: 60_000,
  },
  window: usualConfig.context.window,
};
