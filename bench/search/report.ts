import { loadOfMachine } from '../support/conditions.ts';
import type { Distribution } from '../support/distribution.ts';
import { atLeast, below, type Target, verdict, written } from '../support/figures.ts';
import { table } from '../support/table.ts';
import type { EngineRun } from './engine-run.ts';
import type { Inside } from './look-inside.ts';
import { leastRecall, mostFirst, mostLoopDelay, mostRatio, mostStageTwoMs, type Targets } from './targets.ts';

export interface EngineFigures extends Omit<EngineRun, 'byMeaning'> {
  readonly title: string;
  readonly targets: Targets;
  readonly inside: Inside;
  /** Recall of the SQL engine's semantic arm against exact search; null for the index, which is exact. */
  readonly recall: number | null;
}

/** All figures of one engine on one collection. */
export function report(figures: EngineFigures): string {
  const { title, runs, overHttp, inside } = figures;
  return [
    `${title} (${loadOfMachine()})`,
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
    table(['one search, over HTTP', 'least ms', 'p50 ms', 'p95 ms'], [...overHttp].map(timeRow)),
    table(['finding and ranking, and the page, in process', 'least ms', 'p50 ms', 'p95 ms'], insideRows(inside)),
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
  const stageTwo = inside.parts.get('stage 2');
  const loop = runs.find(({ run }) => run.clients === mostLoopDelay.clients)?.loop.p95;
  const ratio = (of(1)?.times.p50 ?? Number.NaN) / (inside.direct.p50 + (stageTwo?.p50 ?? 0));
  const errors = runs.reduce((sum, { run }) => sum + run.errors, 0);
  return [
    row('1 client: p50 ms', of(1)?.times.p50, below(targets.p50)),
    row('1 client: p95 ms', of(1)?.times.p95, below(targets.p95)),
    row('50 clients: searches/s', of(50)?.perSecond, atLeast(targets.perSecondOf50)),
    row('stage 2: p95 ms', stageTwo?.p95, below(mostStageTwoMs)),
    row(`${mostLoopDelay.clients} clients: delay of the event loop, p95 ms`, loop, below(mostLoopDelay.ms)),
    ['errors', String(errors), '0', errors === 0 ? 'reached' : 'missed'],
    // While an index of more than 2,000 memories loads, the database answers.
    row('the first search after a start over the tenth', firstOverTenth(first), { below: mostFirst }),
    row('p50 over statements sent directly plus stage 2', ratio, recall === null ? null : { below: mostRatio }),
    ...(recall === null ? [] : [row('semantic arm: share of the exact best 100', recall, { least: leastRecall })]),
  ];
}

const firstOverTenth = (times: readonly number[]): number => (times[0] ?? Number.NaN) / (times.at(-1) ?? 0);

const row = (name: string, value = Number.NaN, target: Target): string[] => [
  name,
  digits(value),
  written(target),
  verdict(value, target),
];

const insideRows = ({ total, parts, direct }: Inside): string[][] =>
  [...parts, ['all', total] as const, ['its statements, sent by pg alone', direct] as const].map(timeRow);

const timeRow = ([name, { least, p50, p95 }]: readonly [string, Distribution]): string[] => [
  name,
  ...[least, p50, p95].map(digits),
];

const indexLine = ({ loadMs, bytesEach }: NonNullable<Inside['index']>): string =>
  `the index was loaded in ${(loadMs / 1_000).toFixed(1)} s and takes ${bytesEach.toFixed(0)} bytes a memory`;

function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toFixed(value < 10 ? 2 : 1);
}
