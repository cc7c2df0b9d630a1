import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from '../scripts/command.ts';
import { makeAccounts } from './load/accounts.ts';
import { isQuickEnough, reportOf } from './load/figures.ts';
import { page } from './load/page.ts';
import { print } from './load/print.ts';
import { profileNames, profileOf } from './load/profile.ts';
import { type LoadOptions, runLoad } from './load/run.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { oneOf } from './support/options.ts';
import { createStore, engines } from './support/target.ts';

const usage = `Lets users at the server, each with an account, a collection and a subscription of their own: 60 % searches, 15 % adds, 10 % contexts,
10 % lists, 5 % questions to an agent, and every ten seconds 50 saves in one instant. Prints a table, and writes it with plots into a page of HTML.

  npm run load -- [--users 100] [--seconds 60] [--profile throughput|chat|repeated] [--database postgres|embedded]

  --users         default 100
  --seconds       of the load that is measured, default 60; it is warmed up before
  --warm-up       seconds of that, default 15
  --profile       throughput: 250 requests a second, whatever is answered; chat: each user waits for an answer and thinks for 2 to 8 s;
                  repeated: as throughput, but of 25 a second, and all questions were asked before. Default throughput
  --rate          requests a second instead of those; of several (150,200,250), one load after the other until one does not hold
  --database      what the server that is started runs on; default postgres, with the Redis of TEST_REDIS_URL, if it is set
  --memories      of all users together, default 100000
  --memory-limit  MB that the server may use (MEMORY_LIMIT_MB), with the heap that Node takes in a container of that size
  --cpu-profile   folder for a profile of the server's processor time, for Chrome's developer tools
  --report        file of the page, default .cache/load/PROFILE-DATABASE.html`;

const options = {
  users: { type: 'string', default: '100' },
  seconds: { type: 'string', default: '60' },
  'warm-up': { type: 'string', default: '15' },
  profile: { type: 'string', default: 'throughput' },
  rate: { type: 'string' },
  database: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '100000' },
  'memory-limit': { type: 'string' },
  'cpu-profile': { type: 'string' },
  report: { type: 'string' },
} as const;

export async function load(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const engine = oneOf('--database', engines, values.database);
  const name = oneOf('--profile', profileNames, values.profile);
  const rates = values.rate?.split(',').map((rate) => positive('--rate', rate)) ?? [undefined];
  const [users, seconds] = [positive('--users', values.users), positive('--seconds', values.seconds)];
  const memories = positive('--memories', values.memories);
  const { 'memory-limit': limit, 'cpu-profile': folder } = values;
  const memoryLimitMb = limit === undefined ? null : positive('--memory-limit', limit);
  await using store = await createStore(engine);
  const filled = await makeAccounts(store, { users, memories, vocabulary: await readVocabulary() });
  const common = {
    ...filled,
    store,
    engine,
    ms: seconds * 1_000,
    warmUpMs: Number(values['warm-up']) * 1_000,
    memoryLimitMb,
    nodeOptions: [
      ...(folder === undefined ? [] : profiled(resolve(folder))),
      ...(memoryLimitMb === null ? [] : [heapOf(memoryLimitMb)]),
    ],
    redisUrl: engine === 'postgres' ? (process.env['TEST_REDIS_URL'] ?? null) : null,
  };
  const file = resolve(values.report ?? `.cache/load/${name}-${engine}.html`);
  for (const [seed, rate] of rates.entries()) {
    const held = await measure({ ...common, profile: profileOf(name, rate), seed }, file);
    if (rates.length > 1) console.log(`\n${rate} requests a second ${held ? 'held' : 'did not hold'}\n`);
    if (!held) break;
  }
}

/** Samples every 4 ms: the profiler's default of 1 ms keeps an idle process busy on a slow machine. */
const profiled = (folder: string): string[] => ['--cpu-prof', '--cpu-prof-interval=4000', `--cpu-prof-dir=${folder}`];

/** The heap that Node would choose by itself in a container with this memory limit. */
const heapOf = (limitMb: number): string => `--max-old-space-size=${Math.round(limitMb / 2)}`;

/** Runs one load and reports it. Returns whether nothing failed and all latencies are within their targets. */
async function measure(load: LoadOptions, file: string): Promise<boolean> {
  const began = conditions();
  const result = await runLoad(load);
  const report = reportOf(load, result);
  const title = titleOf(load);
  console.log(`${began}\n${title}\n\n${print(report, load.profile.name)}`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, page({ title, conditions: began, load, result, report }));
  console.log(`\n${file}`);
  const failed = result.samples.some(({ error }) => error !== null);
  if (failed) process.exitCode = 1;
  return !failed && isQuickEnough(report);
}

const titleOf = ({ accounts, profile, engine, memories, ms, memoryLimitMb, redisUrl }: LoadOptions) =>
  `${accounts.length} users, ${nameOf(profile)}, ${ms / 1_000} s, ${engine}${redisUrl ? ' and Redis' : ''}, ${memories} memories${memoryLimitMb === null ? '' : `, within ${memoryLimitMb} MB`}`;

const nameOf = ({ name, pace }: LoadOptions['profile']): string =>
  pace.kind === 'open' ? `${name} of ${pace.perSecond} a second` : name;

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`${option} takes a number above 0`);
  return number;
}

if (import.meta.main) await command(usage, () => load(process.argv.slice(2)));
