import { setImmediate as nextTurn } from 'node:timers/promises';
import { parse } from 'graphql';
import { expect, onTestFinished, test, vi } from 'vitest';
import { OperationTurns } from '../../platform/turns/operation-turns.ts';
import { OperationCosts } from '../limits/operation-costs.ts';
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

/** Operations of one account, each of which runs until it is told to end. */
function begin() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const turns = new CrowdedTurns();
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

test('beside other accounts large queries wait for each other, but mutations and small queries do not', async () => {
  const { begun, execute } = begin();
  const first = execute('first', '{ lists }', 6_000);
  const second = execute('second', '{ lists }', 6_000);
  const mutation = execute('mutation', 'mutation { write }', 6_000);
  const small = execute('small', '{ list }', 100);
  await nextTurn();
  expect(begun.sort()).toEqual(['first', 'mutation', 'small']);
  first.end();
  await first.done;
  await nextTurn();
  expect(begun).toContain('second');
  for (const one of [second, mutation, small]) one.end();
  await Promise.all([second.done, mutation.done, small.done]);
});
