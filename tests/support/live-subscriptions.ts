import { onTestFinished } from 'vitest';
import { LiveSubscriptions } from '../../src/app/subscriptions/live-subscriptions.ts';
import type { SubscriptionLimits } from '../../src/platform/config/config.ts';

/** The subscriptions of one test's server, with the product's limits unless overridden. */
export function liveSubscriptions(given: Partial<SubscriptionLimits> = {}): LiveSubscriptions {
  const live = new LiveSubscriptions({ perViewer: 50, staleMs: 600_000, sweepMs: 60_000, stalledMs: 30_000, ...given });
  onTestFinished(() => live[Symbol.dispose]());
  return live;
}
