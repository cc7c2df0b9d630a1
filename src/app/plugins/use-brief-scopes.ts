import { RequestCache } from '@pothos/plugin-scope-auth';
import { isAsyncIterable, type Plugin } from 'graphql-yoga';

/**
 * Forgets what was found out about scopes once an operation is answered, or a subscription has begun. It is in a weak map, whose values V8 keeps when it collects what is
 * young, and holds the context with all that the answer was made of: that would grow old with each operation.
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
