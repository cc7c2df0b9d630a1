import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { connectApi } from '../support/api.ts';
import { startOwnModel } from '../support/own-model.ts';
import { processMemory } from '../support/process-memory.ts';
import { progress } from '../support/progress.ts';
import { type BenchServer, startServer } from '../support/server.ts';
import type { Engine, Store } from '../support/target.ts';
import { untilFollowed } from '../support/until-followed.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import type { Accounts } from './accounts.ts';
import type { Profile } from './profile.ts';
import { type Assignment, type Outcome, outcome } from './samples.ts';
import { type ServerState, stateOf, type UseAt, UseWatch } from './server-watch.ts';

export interface LoadOptions extends Accounts {
  readonly store: Store;
  readonly engine: Engine;
  readonly profile: Profile;
  readonly ms: number;
  /** The first part of the load, excluded from the figures: code is compiled, connections are opened, collections are loaded. */
  readonly warmUpMs: number;
  /** Memory limit of the server in MB. Null: none. */
  readonly memoryLimitMb: number | null;
  /** Node options of the server, in addition to its settings. */
  readonly nodeOptions: readonly string[];
  readonly redisUrl: string | null;
  readonly seed: number;
}

export interface LoadResult extends Outcome {
  /** While the users were active, including the warm-up. */
  readonly during: readonly UseAt[];
  readonly memory: {
    readonly idleMb: number;
    readonly mostMb: number;
    readonly afterMb: number;
    /** Peak of the process, also between two readings. */
    readonly peakMb: number;
  };
  readonly before: ServerState;
  readonly after: ServerState;
}

/** Longest rest of the server before its memory is read again; it never rests longer than the load took. */
const longestRestMs = 10_000;

/** Starts the server on the stored data, runs the users against it, and monitors both. */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  await using model = await startOwnModel(new URL('./model-child.ts', import.meta.url));
  await using server = await startServer({
    ...options.store,
    nodeOptions: options.nodeOptions,
    settings: settingsOf(options, model.baseUrl),
  });
  await untilQuiet(server.pid);
  const idle = await processMemory(server.pid);
  const worked = await letUsersWork(options, server);
  progress('until the server rests');
  await untilRested(server, Math.min(options.ms, longestRestMs));
  const after = await processMemory(server.pid);
  const mostMb = Math.max(...worked.during.map((use) => use.rssMb));
  const [idleMb, afterMb, peakMb] = [idle.resident / 1e6, after.resident / 1e6, after.mostResident / 1e6];
  return { ...worked, memory: { idleMb, mostMb, afterMb, peakMb } };
}

/** Monitors the server while the users work. They have come, and asked what they will repeat, before that counts. */
async function letUsersWork(options: LoadOptions, server: BenchServer): Promise<Omit<LoadResult, 'memory'>> {
  progress('users come');
  using users = await openUsers(options, server);
  const before = await stateOf(server);
  progress('users at work');
  using watch = new UseWatch(server.pid);
  users.send('begin');
  const result = outcome.parse(await told(users, (message) => message !== 'open'));
  const during = [...watch.readings];
  return { ...result, before, during, after: await stateOf(server) };
}

async function untilRested(server: BenchServer, restMs: number): Promise<void> {
  using api = connectApi(server);
  await untilFollowed(api);
  await untilQuiet(server.pid);
  await delay(restMs);
}

function settingsOf({ memoryLimitMb, redisUrl }: LoadOptions, modelUrl: string): Record<string, string> {
  return {
    LLM_BASE_URL: modelUrl,
    LLM_MODEL: 'm',
    ...(redisUrl !== null && { REDIS_URL: redisUrl }),
    ...(memoryLimitMb !== null && { MEMORY_LIMIT_MB: String(memoryLimitMb) }),
  };
}

/** Starts the users in a process of their own, so that they and the bench do not share an event loop. */
async function openUsers(options: LoadOptions, { endpoint }: BenchServer): Promise<ChildProcess> {
  const { accounts, conversations, profile, ms, warmUpMs, seed } = options;
  const them = { endpoint, accounts: [...accounts], conversations, profile, seed };
  const work: Assignment = { ...them, ms: warmUpMs + ms, warmUpMs };
  const users = fork(new URL('./users.ts', import.meta.url).pathname, { serialization: 'advanced' });
  users.send(work);
  await told(users, (message) => message === 'open');
  return users;
}

async function told(child: ChildProcess, isIt: (message: unknown) => boolean): Promise<unknown> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The users ended with ${code}`);
  });
  ended.catch(() => {});
  for (;;) {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    if (isIt(message)) return message;
  }
}
