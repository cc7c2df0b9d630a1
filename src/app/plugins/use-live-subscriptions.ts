import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import type { ErrorMask } from '../error-mask.ts';
import type { LiveSubscriptions } from '../subscriptions/live-subscriptions.ts';
import { subscribe } from '../subscriptions/subscribe.ts';

/** Runs subscriptions within the limits of their viewers. Who has not signed in has none: the schema refuses them. */
export function useLiveSubscriptions(live: LiveSubscriptions, mask: ErrorMask): Plugin<Context> {
  return {
    onSubscribe({ setSubscribeFn, args: { contextValue } }) {
      const { viewer, signal, requestId } = contextValue;
      const masked = (result: ExecutionResult) => mask.result(result, requestId);
      setSubscribeFn(async (args) =>
        viewer ? await live.run(viewer, signal, () => subscribe(args, masked)) : await subscribe(args, masked),
      );
    },
  };
}
