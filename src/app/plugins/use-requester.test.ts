import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { OperationTurns } from '../../platform/db/operation-turns.ts';
import { OperationCosts } from '../operation-costs.ts';
import { useRequester } from './use-requester.ts';

class CrowdedTurns extends OperationTurns {
  override isBesideOthers(): boolean {
    return true;
  }
}

class GivenCosts extends OperationCosts {
  override of({ contextValue }: { readonly contextValue: object }): number {
    return 'cost' in contextValue ? Number(contextValue.cost) : 0;
  }
}

/** Operations of one account, each of which goes on until it is told to end. */
function begin() {
  const turns = new CrowdedTurns(() => performance.now());
  const { onExecute } = useRequester(turns, new GivenCosts());
  const begun: string[] = [];
  const execute = (name: string, source: string, cost: number) => {
    const { promise, resolve } = Promise.withResolvers<object>();
    let execution: (given: object) => unknown = () => {
      begun.push(name);
      return promise;
    };
    const viewer = { accountId: 'ada' };
    const args = { document: parse(source), operationName: null, contextValue: { viewer, signal: null, cost } };
    Reflect.apply(onExecute ?? (() => {}), undefined, [
      {
        args,
        executeFn: execution,
        setExecuteFn: (next: typeof execution) => {
          execution = next;
        },
      },
    ]);
    return { done: Promise.resolve(execution(args)), end: () => resolve({ data: {} }) };
  };
  return { begun, execute };
}

test('beside other accounts queries that may be large wait for each other, and mutations and others for none of them', async () => {
  const { begun, execute } = begin();
  const first = execute('first', '{ lists }', 6_000);
  await nextTurn();
  const second = execute('second', '{ lists }', 6_000);
  const mutation = execute('mutation', 'mutation { write }', 6_000);
  await expect.poll(() => begun).toEqual(['first', 'mutation']);
  const small = execute('small', '{ list }', 100);
  await expect.poll(() => begun).toEqual(['first', 'mutation', 'small']);
  first.end();
  await expect.poll(() => begun).toEqual(['first', 'mutation', 'small', 'second']);
  for (const one of [second, mutation, small]) one.end();
  await Promise.all([first.done, second.done, mutation.done, small.done]);
});
