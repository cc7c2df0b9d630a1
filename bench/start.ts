import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { startParts } from '../src/platform/start-parts.ts';
import { conditions } from './support/conditions.ts';
import { distribution } from './support/distribution.ts';
import { allOrOne, countOption } from './support/options.ts';
import { type ProcessMemory, processMemory } from './support/process-memory.ts';
import { progress } from './support/progress.ts';
import { startServer } from './support/server.ts';
import { table } from './support/table.ts';
import { createStore, type Engine, engines, type Store } from './support/target.ts';

const usage = `How long a server takes to be ready and what it has of the memory then, part by part, and what it keeps when it idles:
on a database that is there already, and embedded on an empty folder, too. The middle of several starts.

  npm run bench:start -- [--starts 5] [--idle-seconds 10] [--engine postgres|embedded]

The servers run by the flags of \`npm start\`; NODE_OPTIONS of this command are theirs, too.`;

const options = {
  starts: { type: 'string', default: '5' },
  'idle-seconds': { type: 'string', default: '10' },
  engine: { type: 'string' },
} as const;

/** Source: issue 8, "What must be shown". */
const targets = {
  postgres: { readyMs: 1_500, emptyMs: null, idleMb: 170 },
  embedded: { readyMs: 3_000, emptyMs: 8_000, idleMb: 400 },
} as const;

const probe = new URL('start/parts-probe.ts', import.meta.url).pathname;
const memory = z.object({
  rss: z.number(),
  heapTotal: z.number(),
  heapUsed: z.number(),
  external: z.number(),
  arrayBuffers: z.number(),
});
const part = z.object({ part: z.enum(startParts), atMs: z.number(), cpuMs: z.number(), rss: z.number() });
const answer = z.object({ parts: z.array(part), idle: memory, live: memory });

type Start = z.infer<typeof answer> & Pick<ProcessMemory, 'anonymous'>;

const { NODE_OPTIONS = '' } = process.env;
const inherited = NODE_OPTIONS ? { NODE_OPTIONS } : {};

async function startOnce(store: Store, idleMs: number): Promise<Start> {
  await using server = await startServer({ ...store, nodeOptions: ['--import', probe], settings: inherited });
  await setTimeout(idleMs);
  const { anonymous } = await processMemory(server.pid);
  return { ...answer.parse(await server.askProbe()), anonymous };
}

const middle = (values: readonly number[]): number => distribution(values).p50;
const mb = (bytes: number): string => (bytes / 1e6).toFixed(0);

type Field = 'atMs' | 'cpuMs' | 'rss';

/** What each part of the start adds to the previous one. */
function partRows(starts: readonly Start[]): string[][] {
  const added = (name: string, field: Field): number =>
    middle(
      starts.map(({ parts }) => {
        const index = parts.findIndex((one) => one.part === name);
        return (parts[index]?.[field] ?? Number.NaN) - (parts[index - 1]?.[field] ?? 0);
      }),
    );
  return startParts.map((name) => [
    name,
    added(name, 'atMs').toFixed(0),
    added(name, 'cpuMs').toFixed(0),
    mb(added(name, 'rss')),
  ]);
}

function tell(engine: Engine, starts: readonly Start[], empty: Start): void {
  const { readyMs, emptyMs, idleMb } = targets[engine];
  const ready = (one: Start) => one.parts.find(({ part: name }) => name === 'ready')?.atMs ?? Number.NaN;
  console.log(`\n${engine}\n${table(['part', 'ms', 'CPU ms', 'RSS + MB'], partRows(starts))}\n`);
  const of = (value: (one: Start) => number) => mb(middle(starts.map(value)));
  const rows = [
    ['ready, ms', middle(starts.map(ready)).toFixed(0), `< ${readyMs}`],
    ...(emptyMs ? [['the same on an empty folder', ready(empty).toFixed(0), `< ${emptyMs}`]] : []),
    ['RSS when it idles, MB', of(({ idle }) => idle.rss), `< ${idleMb}`],
    ['  of it backed by no file', of(({ anonymous }) => anonymous), ''],
    ['  heap taken from the system', of(({ idle }) => idle.heapTotal), ''],
    ['  heap in use after a collection', of(({ live }) => live.heapUsed), ''],
    ['  outside of the heap (buffers, tables)', of(({ live }) => live.external), ''],
  ];
  console.log(table(['', 'measured', 'to reach'], rows));
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  const idleMs = countOption('--idle-seconds', values['idle-seconds']) * 1_000;
  const count = countOption('--starts', values.starts);
  console.log(conditions());
  for (const engine of allOrOne('--engine', engines, values.engine)) {
    await using store = await createStore(engine);
    progress(`${engine}: the first start`);
    const empty = await startOnce(store, idleMs);
    const starts: Start[] = [];
    for (let n = 0; n < count; n++) {
      progress(`${engine}: ${n + 1} of ${count}`);
      starts.push(await startOnce(store, idleMs));
    }
    tell(engine, starts, empty);
  }
}

await command(usage, run);
