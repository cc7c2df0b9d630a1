import { RequestCache } from '@pothos/plugin-scope-auth';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/**
 * Clears cached authorization scopes once an operation is answered or a subscription has begun. They are in a weak map, whose values V8's young
 * collections keep, and hold the context with everything loaded for the answer: with each operation, that would be promoted to the old space.
 */
export function useBriefScopes(): Plugin {
  return {
    onExecute: ({ args: { contextValue } }) => ({
      onExecuteDone({ result }) {
        if (!isAsyncIterable(result)) RequestCache.clearForContext(contextValue);
      },
    }),
    onSubscribe: ({ args: { contextValue } }) => ({
      onSubscribeResult: () => RequestCache.clearForContext(contextValue),
    }),
  };
}
