import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import type { OperationTurns } from '../../platform/turns/operation-turns.ts';
import { workFor } from '../../platform/turns/requester.ts';
import { HeavyReads, heavyPace } from '../limits/heavy-reads.ts';
import type { OperationCosts } from '../limits/operation-costs.ts';

/**
 * Attributes an operation to its account: connections are shared fairly between accounts, and a query whose client hangs up
 * gives its connection back; a mutation runs to its end. Operations of an account that floods take turns while others are active,
 * and its large answers are paced.
 */
export function useRequester(turns: OperationTurns, costs: OperationCosts): Plugin<Context> {
  const isBesideOthers = (accountId: string) => turns.isBesideOthers(accountId);
  const heavyReads = new HeavyReads({ ...heavyPace, isBesideOthers });
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { viewer, signal } = args.contextValue;
      if (!viewer) return;
      const { accountId } = viewer;
      const kind = getOperationAST(args.document, args.operationName)?.operation;
      const requester = { accountId, gone: kind === 'query' ? signal : null };
      setExecuteFn((given) => {
        const run = () => executeFn(given);
        if (kind === 'query') return heavyReads.run(requester, costs.of(args), () => turns.run(kind, requester, run));
        return kind === 'mutation' ? turns.run(kind, requester, run) : workFor(requester, run);
      });
    },
  };
}
