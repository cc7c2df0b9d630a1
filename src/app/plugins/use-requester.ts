import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { workFor } from '../../platform/requester.ts';

/**
 * Says for whom an operation is run: its connections are shared fairly between accounts, and a query whose client hangs up
 * holds none any more. A mutation is done all the same.
 */
export function useRequester(): Plugin<Context> {
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { viewer, signal } = args.contextValue;
      if (!viewer) return;
      const reads = getOperationAST(args.document, args.operationName)?.operation === 'query';
      const requester = { accountId: viewer.accountId, gone: reads ? signal : null };
      setExecuteFn((given) => workFor(requester, () => executeFn(given)));
    },
  };
}
