import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { makeAccounts } from './load/accounts.ts';
import { dockerFlags } from './load/docker-flags.ts';
import { reportOf } from './load/figures.ts';
import { page } from './load/page.ts';
import { print } from './load/print.ts';
import { profileNames, profileOf } from './load/profile.ts';
import { runLoad } from './load/run.ts';
import { readVocabulary } from './search/vocabulary.ts';
import { conditions } from './support/conditions.ts';
import { createStore, engines } from './support/target.ts';

const usage = `Lets users at the server, each with an account, a collection and a subscription of their own: 60 % searches, 15 % adds, 10 % contexts,
10 % lists, 5 % questions to an agent, and every ten seconds 50 saves in one instant. Prints a table, and writes it with plots into a page of HTML.

  npm run load -- [--users 100] [--seconds 60] [--profile throughput|chat|repeated] [--database postgres|embedded]

  --users         default 100
  --seconds       of the load that is measured, default 60; it is warmed up before
  --warm-up       seconds of that, default 15
  --profile       throughput: 250 requests a second, whatever is answered; chat: each user waits for an answer and thinks for 2 to 8 s;
                  repeated: as throughput, but all questions were asked before. Default throughput
  --rate          requests a second instead of 250
  --database      what the server that is started runs on; default postgres, with the Redis of TEST_REDIS_URL, if it is set
  --memories      of all users together, default 100000
  --memory-limit  MB that the server may use (MEMORY_LIMIT_MB); Node's flags are always those of the Dockerfile
  --report        file of the page, default .cache/load/PROFILE-DATABASE.html`;

const options = {
  users: { type: 'string', default: '100' },
  seconds: { type: 'string', default: '60' },
  'warm-up': { type: 'string', default: '15' },
  profile: { type: 'string', default: 'throughput' },
  rate: { type: 'string', default: '250' },
  database: { type: 'string', default: 'postgres' },
  memories: { type: 'string', default: '100000' },
  'memory-limit': { type: 'string' },
  report: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

async function run(): Promise<number> {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const engine = oneOf(engines, '--database', values.database);
  const profile = profileOf(oneOf(profileNames, '--profile', values.profile), positive('--rate', values.rate));
  const [users, seconds] = [positive('--users', values.users), positive('--seconds', values.seconds)];
  const limit = values['memory-limit'];
  const began = conditions();
  await using store = await createStore(engine);
  const filled = await makeAccounts(store, {
    users,
    memories: positive('--memories', values.memories),
    vocabulary: await readVocabulary(),
  });
  const load = {
    ...filled,
    store,
    engine,
    profile,
    ms: seconds * 1_000,
    warmUpMs: Number(values['warm-up']) * 1_000,
    memoryLimitMb: limit === undefined ? null : positive('--memory-limit', limit),
    nodeOptions: await dockerFlags(),
    redisUrl: engine === 'postgres' ? (process.env['TEST_REDIS_URL'] ?? null) : null,
    seed: 1,
  };
  const result = await runLoad(load);
  const report = reportOf(load, result);
  const title = titleOf(load);
  console.log(`${began}\n${title}\n\n${print(report, profile.name)}`);
  const file = resolve(values.report ?? `.cache/load/${profile.name}-${engine}.html`);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, page({ title, conditions: began, load, result, report }));
  console.log(`\n${file}`);
  return result.samples.some(({ error }) => error !== null) ? 1 : 0;
}

const titleOf = ({ accounts, profile, engine, memories, ms, memoryLimitMb, redisUrl }: Parameters<typeof runLoad>[0]) =>
  `${accounts.length} users, ${profile.name}, ${ms / 1_000} s, ${engine}${redisUrl ? ' and Redis' : ''}, ${memories} memories${memoryLimitMb === null ? '' : `, within ${memoryLimitMb} MB`}`;

function oneOf<Name extends string>(names: readonly Name[], option: string, value: string): Name {
  const name = names.find((one) => one === value);
  if (name === undefined) throw new Error(`${option} takes ${names.join(' or ')}`);
  return name;
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`${option} takes a number above 0`);
  return number;
}

try {
  process.exitCode = await run();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
