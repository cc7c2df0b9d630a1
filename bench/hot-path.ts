import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { command } from '../scripts/command.ts';
import { hammer, requestBytes } from './hot-path/hammer.ts';
import { query } from './hot-path/memories.ts';
import { conditions } from './support/conditions.ts';
import { progress } from './support/progress.ts';
import { signBenchToken } from './support/server.ts';
import { table } from './support/table.ts';

const usage = `Measures how many requests for a list of 20 memories with 6 fields are answered, out of the process's memory:
what HTTP and GraphQL cost, without a database. All of the product's limits and its tokens are on. Cached is what the cache of
responses answers: the cached or trivial query that the target is about.

  npm install --no-package-lock --prefix bench/peers
  npm run bench:hot-path -- [--quick]`;

const options = { quick: { type: 'boolean', default: false } } as const;
const connections = 20;
const rounds = 3;
const here = (path: string): string => new URL(path, import.meta.url).pathname;

interface Kind {
  readonly name: string;
  readonly file: string;
  readonly argument?: string;
}

const kinds: readonly Kind[] = [
  { name: 'bare node:http', file: here('peers/node-http.ts') },
  { name: 'mercurius', file: here('peers/mercurius.mjs') },
  { name: 'mercurius, jit', file: here('peers/mercurius.mjs'), argument: '1' },
  { name: 'ours, through Yoga', file: here('hot-path/ours.ts'), argument: 'long' },
  { name: 'ours, executed', file: here('hot-path/ours.ts'), argument: 'short' },
  { name: 'ours, cached', file: here('hot-path/ours.ts'), argument: 'cached' },
];

const started = z.object({ port: z.number() });

async function start({ file, argument }: Kind): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(file, argument === undefined ? [] : [argument]);
  const [message] = await once(child, 'message');
  return { child, port: started.parse(message).port };
}

/** Takes the best of several alternating rounds, so that other load on the machine affects all servers alike. */
async function measure(ms: number): Promise<Map<string, number>> {
  const request = requestBytes(await signBenchToken(), { query });
  const servers = await Promise.all(kinds.map(async (kind) => ({ name: kind.name, ...(await start(kind)) })));
  const best = new Map<string, number>();
  try {
    for (const { port } of servers) await hammer(port, () => request, connections, ms / 2);
    for (let round = 1; round <= rounds; round += 1) {
      progress(`round ${round} of ${rounds}`);
      for (const { name, port } of servers) {
        const perSecond = await hammer(port, () => request, connections, ms);
        best.set(name, Math.max(perSecond, best.get(name) ?? 0));
      }
    }
  } finally {
    for (const { child } of servers) child.kill();
  }
  return best;
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options });
  if (!existsSync(here('peers/node_modules'))) throw new Error(usage);
  console.log(`${conditions()}; ${connections} connections\n`);
  const best = await measure(values.quick ? 1_000 : 4_000);
  const of = (name: string) => best.get(name) ?? 0;
  const to = (ours: string, name: string) => (of(ours) / of(name)).toFixed(2);
  const least: Readonly<Record<string, string>> = { 'bare node:http': '≥ .60', mercurius: '≥ 1.00' };
  console.log(
    table(
      ['list of 20', 'requests/s', 'ours, executed, to it', 'ours, cached, to it', 'to reach'],
      [...best].map(([name, perSecond]) => [
        name,
        perSecond.toFixed(0),
        to('ours, executed', name),
        to('ours, cached', name),
        least[name] ?? '',
      ]),
    ),
  );
}

await command(usage, run);
