import { type Distribution, distribution } from '../support/distribution.ts';
import { type Operation, operations } from './profile.ts';
import type { Kind, Sample } from './samples.ts';

/** One row of the table: all samples of a kind, or those from one source. */
export interface Row {
  readonly name: string;
  readonly count: number;
  readonly perSecond: number;
  readonly times: Distribution;
  /** Error messages and how often each occurred. */
  readonly errors: ReadonlyMap<string, number>;
}

/** Name of the row that the targets apply to. */
export const allOfMix = 'all of the mix';

const labels: Readonly<Record<Kind, string>> = {
  search: 'search',
  add: 'add',
  context: 'context',
  list: 'list',
  ask: 'ask (the mutation)',
  save: '50 saves in one instant',
  event: 'save until its event came',
  answer: 'ask until its last event',
  conversation: 'conversation to ask in',
};
const beside: readonly Kind[] = ['save', 'event', 'answer', 'conversation'];

const isOperation = (kind: Kind): kind is Operation => operations.some((operation) => operation === kind);

/** Returns the row of all requests of the mix first: the targets apply to it. */
export function rowsOf(samples: readonly Sample[], ms: number): Row[] {
  const mixed = samples.filter(({ kind }) => isOperation(kind));
  return [
    rowOf(allOfMix, mixed, ms),
    ...operations.flatMap((operation) => rowsOfKind(operation, samples, ms)),
    ...beside.flatMap((kind) => rowsOfKind(kind, samples, ms)),
  ];
}

function rowsOfKind(kind: Kind, samples: readonly Sample[], ms: number): Row[] {
  const own = samples.filter((sample) => sample.kind === kind);
  const bySource = Map.groupBy(own, ({ source }) => source);
  bySource.delete(null);
  const parts = [...bySource].sort(([one], [other]) => String(one).localeCompare(String(other)));
  return [
    ...(own.length > 0 ? [rowOf(labels[kind], own, ms)] : []),
    ...parts.map(([source, some]) => rowOf(`  ${source}`, some, ms)),
  ];
}

function rowOf(name: string, samples: readonly Sample[], ms: number): Row {
  const errors = new Map<string, number>();
  for (const { error } of samples) if (error !== null) errors.set(error, (errors.get(error) ?? 0) + 1);
  return {
    name,
    count: samples.length,
    perSecond: (samples.length * 1_000) / ms,
    times: distribution(samples.map(({ ms: took }) => took)),
    errors,
  };
}

export const failuresOf = ({ errors }: Row): number => [...errors.values()].reduce((sum, count) => sum + count, 0);
