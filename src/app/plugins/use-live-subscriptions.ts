import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { SharedSubscriptions } from '../../graphql/shared-subscriptions.ts';
import type { OperationTurns } from '../../platform/turns/operation-turns.ts';
import { workOf } from '../../platform/turns/requester.ts';
import type { ErrorMask } from '../error-mask.ts';
import type { LiveSubscriptions } from '../subscriptions/live-subscriptions.ts';

interface Parts {
  readonly live: LiveSubscriptions;
  readonly mask: ErrorMask;
  /** Opening a subscription takes some queries, which take turns with those of its account. */
  readonly turns: OperationTurns;
}

/** Runs subscriptions, equal ones as one, within the limits of their viewers. The schema refuses viewers who are not signed in. */
export function useLiveSubscriptions({ live, mask, turns }: Parts): Plugin<Context> {
  const shared = new SharedSubscriptions({
    result: (result, { requestId }) => mask.result(result, { requestId }),
    error: (error, { requestId }) => mask.error(error, { requestId }),
  });
  return {
    onSubscribe({ setSubscribeFn, args: { contextValue } }) {
      const { viewer, signal } = contextValue;
      setSubscribeFn((args) => {
        const subscribe = () => shared.subscribe({ ...args, contextValue });
        if (!viewer) return subscribe();
        const requester = { accountId: viewer.accountId, gone: signal };
        // Only the opening is part of the turn: what follows may be for others who join the same subscription.
        return live.run(viewer, signal, () => turns.run('query', requester, () => workOf(viewer.accountId, subscribe)));
      });
    },
  };
}
