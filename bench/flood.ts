import { fork } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { household } from './flood/household.ts';
import { type FloodKind, floodKinds } from './flood/kinds.ts';
import { conditions } from './support/conditions.ts';
import { distribution } from './support/distribution.ts';
import { milliseconds } from './support/milliseconds.ts';
import { countOption } from './support/options.ts';
import { table } from './support/table.ts';
import { startOn } from './support/target.ts';
import { untilQuiet } from './support/until-quiet.ts';

const usage = `Measures how a flood from one account slows another: one client searches, one question after the other, alone and then beside a
flood of 50 connections that search or write without a pause, by plans with and without room for it, or send what nobody signs in for.

  npm run bench:flood -- [--seconds 15]`;

const options = { seconds: { type: 'string', default: '15' } } as const;

/** Source: issue 8, "Bad input". */
const mostTimes = 2;
const counts = z.object({ answered: z.number(), refused: z.number() });

/** Latencies in milliseconds of the searches that one client completes in this time. */
async function measure(ask: () => Promise<unknown>, seconds: number): Promise<number[]> {
  const times: number[] = [];
  for (const until = performance.now() + seconds * 1000; performance.now() < until; )
    times.push(await milliseconds(ask));
  return times;
}

/** Floods from a separate process while `work` runs, so that sending the flood does not slow down the measurement. */
async function beside(kind: FloodKind, endpoint: string, work: () => Promise<number[]>) {
  const flooder = fork(new URL('./flood/flooder.ts', import.meta.url).pathname);
  try {
    const begun = once(flooder, 'message');
    flooder.send({ kind, endpoint });
    await begun;
    const times = await work();
    const ended = once(flooder, 'message');
    flooder.send('stop');
    const [told] = await ended;
    return { times, ...counts.parse(told) };
  } finally {
    flooder.kill();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  const seconds = countOption('--seconds', values.seconds);
  console.log(conditions());
  await using server = await startOn('postgres');
  const { ask } = await household(server.endpoint, 'quiet', 'PRO', 1);
  await measure(ask, seconds / 3);
  const rows: string[][] = [];
  for (const kind of floodKinds) {
    // Let the backlog of the previous flood drain first.
    await untilQuiet(server.pid);
    // Measured again for each kind: a shared machine may become half as fast within minutes.
    const alone = distribution(await measure(ask, seconds));
    const { times, answered, refused } = await beside(kind, server.endpoint, () => measure(ask, seconds));
    const { p50, p95 } = distribution(times);
    const figures = [alone.p50, alone.p95, p50, p95].map((ms) => ms.toFixed(1));
    rows.push([kind, ...figures, `${(p95 / alone.p95).toFixed(2)} (${mostTimes})`, String(answered), String(refused)]);
  }
  const head = [
    'a flood of',
    'alone p50 ms',
    'p95 ms',
    'beside it p50 ms',
    'p95 ms',
    'times (at most)',
    'flood answered',
    'refused',
  ];
  console.log(table(head, rows));
}

await command(usage, main);
