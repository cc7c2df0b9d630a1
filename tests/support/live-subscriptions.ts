import { onTestFinished } from 'vitest';
import { LiveSubscriptions } from '../../src/app/subscriptions/live-subscriptions.ts';
import type { SubscriptionLimits } from '../../src/platform/config/config.ts';
import { usualConfig } from './usual-config.ts';

/** The subscriptions of one test's server, with the product's limits unless overridden. */
export function liveSubscriptions(given: Partial<SubscriptionLimits> = {}): LiveSubscriptions {
  const live = new LiveSubscriptions({ ...usualConfig.limits.subscriptions, ...given });
  onTestFinished(() => live[Symbol.dispose]());
  return live;
}
