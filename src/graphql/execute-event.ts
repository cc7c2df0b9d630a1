import type { ExecutionResult, validateSubscriptionArgs } from 'graphql';
import { createSharedExecutionContext } from 'graphql/execution/createSharedExecutionContext.js';
import { ExecutorThrowingOnIncremental } from 'graphql/execution/ExecutorThrowingOnIncremental.js';
import type { Soon } from '../platform/streams/soon.ts';

export type ValidatedSubscription = Exclude<ReturnType<typeof validateSubscriptionArgs>, readonly unknown[]>;

/**
 * graphql's `executeSubscriptionEvent`, without the abort signal that it makes for each event and aborts at its end: that
 * costs more than all else of an execution, by the stack that Node keeps of it, and no event of ours is ever called off.
 */
export function executeEvent(args: ValidatedSubscription): Soon<ExecutionResult> {
  return new ExecutorThrowingOnIncremental(args, createSharedExecutionContext(undefined)).executeRootSelectionSet(
    false,
  );
}
