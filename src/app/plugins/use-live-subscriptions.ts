import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { SharedSubscriptions } from '../../graphql/shared-subscriptions.ts';
import type { ErrorMask } from '../error-mask.ts';
import type { LiveSubscriptions } from '../subscriptions/live-subscriptions.ts';

/** Runs subscriptions, equal ones as one, within the limits of their viewers. Who has not signed in is refused by the schema. */
export function useLiveSubscriptions(live: LiveSubscriptions, mask: ErrorMask): Plugin<Context> {
  const shared = new SharedSubscriptions({
    result: (result, { requestId }) => mask.result(result, requestId),
    error: (error, { requestId }) => mask.anyError(error, requestId),
  });
  return {
    onSubscribe({ setSubscribeFn, args: { contextValue } }) {
      const { viewer, signal } = contextValue;
      setSubscribeFn((args) => {
        const subscribe = () => shared.subscribe({ ...args, contextValue });
        return viewer ? live.run(viewer, signal, subscribe) : subscribe();
      });
    },
  };
}
