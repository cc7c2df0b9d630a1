import type { ExecutionResult, validateSubscriptionArgs } from 'graphql';
import { createSharedExecutionContext } from 'graphql/execution/createSharedExecutionContext.js';
import { ExecutorThrowingOnIncremental } from 'graphql/execution/ExecutorThrowingOnIncremental.js';
import type { Soon } from '../platform/streams/soon.ts';

export type ValidatedSubscription = Exclude<ReturnType<typeof validateSubscriptionArgs>, readonly unknown[]>;

/**
 * graphql's `executeSubscriptionEvent` without the abort signal that it creates for each event and aborts at its end: that
 * costs more than the rest of an execution, because Node captures its stack, and our events are never aborted.
 */
export function executeEvent(args: ValidatedSubscription): Soon<ExecutionResult> {
  return new ExecutorThrowingOnIncremental(args, createSharedExecutionContext(undefined)).executeRootSelectionSet(
    false,
  );
}
