import { getOperationAST } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../../graphql/context.ts';
import { Turns } from '../../platform/db/turns.ts';
import { type Requester, workFor } from '../../platform/requester.ts';

/**
 * So many queries of one account run at once while others are there: one more of theirs adds what it costs the processor to every
 * query of the others. Source: `npm run bench:flood`. An account of many users is held to one that computes at a time, which is all that
 * one core does; those that wait go on, twenty a second at least.
 */
const besideOthers = 1;
/** So long a query keeps the next one of its account from beginning: one that waits for something else lets it go. Source: the same. */
const turnMs = 50;
/** No more than this for all: who waits longer is better told so. */
const options = { max: 10_000, besideOthers, waitMs: 30_000, now: () => performance.now() };

/**
 * Says for whom an operation is run: its connections are shared fairly between accounts, and a query whose client hangs up
 * holds none any more. A mutation is done all the same. Queries of an account that floods take turns while others are there.
 */
export function useRequester(): Plugin<Context> {
  const turns = new Turns(options);
  return {
    onExecute({ args, executeFn, setExecuteFn }) {
      const { viewer, signal } = args.contextValue;
      if (!viewer) return;
      const { accountId } = viewer;
      const reads = getOperationAST(args.document, args.operationName)?.operation === 'query';
      const requester = { accountId, gone: reads ? signal : null };
      setExecuteFn((given) => {
        const run = () => workFor(requester, () => executeFn(given));
        return reads ? inTurn(turns, requester, async () => run()) : run();
      });
    },
  };
}

async function inTurn<T>(turns: Turns, requester: Requester, work: () => Promise<T>): Promise<T> {
  const end = await turns.take(requester);
  let ended = false;
  const endOnce = () => {
    if (!ended) end();
    ended = true;
  };
  const timer = setTimeout(endOnce, turnMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    endOnce();
  }
}
