import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Api } from './api.ts';

const source = '{ system { metrics { consumers { name lagEvents } } } }';
const lags = z.object({
  system: z.object({ metrics: z.object({ consumers: z.array(z.object({ lagEvents: z.number() })) }) }),
});

const betweenMs = 500;

/** Waits until all consumers of the event log have caught up. */
export async function untilFollowed(api: Api): Promise<void> {
  for (let behind = true; behind; ) {
    const { consumers } = (await api.run(source, {}, lags)).system.metrics;
    behind = consumers.some(({ lagEvents }) => lagEvents > 0);
    if (behind) await delay(betweenMs);
  }
}
