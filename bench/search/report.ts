import { loadavg } from 'node:os';
import { table } from '../support/table.ts';
import type { LoopDelay } from './engine-run.ts';
import type { Inside } from './look-inside.ts';
import type { SearchRun } from './measure-searches.ts';
import { leastRecall, mostFirst, mostRatio, type Targets } from './targets.ts';

export interface EngineFigures {
  readonly title: string;
  readonly targets: Targets;
  readonly runs: readonly { readonly run: SearchRun; readonly loop: LoopDelay }[];
  readonly first: readonly number[];
  readonly inside: Inside;
  /** Recall of the SQL engine's semantic arm against exact search; null for the index, which is exact. */
  readonly recall: number | null;
}

/** All figures of one engine on one collection. */
export function report(figures: EngineFigures): string {
  const { title, runs, inside } = figures;
  const load = loadavg().map((average) => average.toFixed(1));
  return [
    `${title} (load of the machine ${load.join(', ')})`,
    table(
      [
        'clients',
        'least ms',
        'p50 ms',
        'p95 ms',
        'searches/s',
        'CPU ms each',
        'loop p95 ms',
        'longest',
        'searches',
        'errors',
      ],
      runs.map(runRow),
    ),
    table(['must be reached', 'measured', 'target', ''], verdicts(figures)),
    table(['one search, in process', 'least ms', 'p50 ms', 'p95 ms'], insideRows(inside)),
    ...(inside.index ? [indexLine(inside.index)] : []),
  ].join('\n\n');
}

const runRow = ({ run, loop }: EngineFigures['runs'][number]): string[] => [
  String(run.clients),
  ...[run.times.least, run.times.p50, run.times.p95, run.perSecond, run.cpuMsEach, loop.p95, loop.longest].map(digits),
  String(run.searches),
  String(run.errors),
];

function verdicts({ targets, runs, first, inside, recall }: EngineFigures): string[][] {
  const of = (clients: number) => runs.find(({ run }) => run.clients === clients)?.run;
  const stageTwo = inside.parts.get('stage 2')?.p50 ?? 0;
  const ratio = (of(1)?.times.p50 ?? Number.NaN) / (inside.direct.p50 + stageTwo);
  const errors = runs.reduce((sum, { run }) => sum + run.errors, 0);
  return [
    below('1 client: p50 ms', of(1)?.times.p50, targets.p50),
    below('1 client: p95 ms', of(1)?.times.p95, targets.p95),
    atLeast('50 clients: searches/s', of(50)?.perSecond, targets.perSecondOf50),
    ['errors', String(errors), '0', errors === 0 ? 'reached' : 'missed'],
    // While the index loads, the database answers: then the two are searches of different engines.
    below(
      'the first search after a start over the tenth',
      firstOverTenth(first),
      recall === null ? undefined : mostFirst,
    ),
    below('p50 over statements sent directly plus stage 2', ratio, recall === null ? undefined : mostRatio),
    ...(recall === null ? [] : [atLeast('semantic arm: share of the exact best 100', recall, leastRecall)]),
  ];
}

const firstOverTenth = (times: readonly number[]): number => (times[0] ?? Number.NaN) / (times.at(-1) ?? 0);

const below = (name: string, value = Number.NaN, target: number | undefined): string[] =>
  target === undefined
    ? [name, digits(value), '', '']
    : [name, digits(value), `< ${target}`, value < target ? 'reached' : 'missed'];

const atLeast = (name: string, value = Number.NaN, target: number | undefined): string[] =>
  target === undefined
    ? [name, digits(value), '', '']
    : [name, digits(value), `≥ ${target}`, value >= target ? 'reached' : 'missed'];

const insideRows = ({ total, parts, direct }: Inside): string[][] =>
  [...parts, ['all', total] as const, ['its statements, sent by pg alone', direct] as const].map(
    ([name, { least, p50, p95 }]) => [name, ...[least, p50, p95].map(digits)],
  );

const indexLine = ({ loadMs, bytesEach }: NonNullable<Inside['index']>): string =>
  `the index was loaded in ${(loadMs / 1_000).toFixed(1)} s and takes ${bytesEach.toFixed(0)} bytes a memory`;

function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value < 10 ? 2 : 1);
}
