import { once } from 'node:events';
import { createServer } from 'node:http';
import { z } from 'zod';
import { portOf } from '../../tests/support/port-of.ts';
import { connectApi } from '../support/api.ts';
import { milliseconds } from '../support/milliseconds.ts';
import { progress } from '../support/progress.ts';
import { type BenchServer, startServer } from '../support/server.ts';
import type { Store } from '../support/target.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { measureSearches, type Question, type SearchRun, searchFor } from './measure-searches.ts';
import { type OverHttp, timeOverHttp } from './over-http.ts';
import { type SearchEngine, settingsOf } from './targets.ts';

const loopDelay = z.object({ p95: z.number(), longest: z.number() });
/** Delay of the server's event loop, in milliseconds. */
type LoopDelay = z.output<typeof loopDelay>;

/** Amount of work per number of clients. */
export interface Effort {
  readonly warmUp: number;
  readonly searches: number;
  readonly seconds: number;
  /** Searches that are traced, over HTTP and in process. */
  readonly inside: number;
  /** Semantic searches whose answers are compared with the exact ones. */
  readonly exact: number;
}

/** Like a server that has been up for a while, with compiled code: that takes some hundred searches. */
const warmUpSearches = 300;
export const fullEffort: Effort = { warmUp: warmUpSearches, searches: 2_000, seconds: 20, inside: 300, exact: 50 };
export const quickEffort: Effort = { warmUp: warmUpSearches, searches: 200, seconds: 5, inside: 60, exact: 10 };

const crowds = [1, 10, 50] as const;
const probe = new URL('./loop-delay-probe.ts', import.meta.url).href;

interface EngineRunOptions {
  readonly store: Store;
  readonly engine: SearchEngine;
  readonly effort: Effort;
  /** Where the server writes its CPU profile. Null: it writes none. */
  readonly profileDir: string | null;
  readonly next: () => Question;
}

export interface EngineRun {
  readonly runs: readonly { readonly run: SearchRun; readonly loop: LoopDelay }[];
  readonly overHttp: OverHttp;
  /** Milliseconds of the first searches after the start, one after the other. */
  readonly first: readonly number[];
  /** Results of the purely semantic searches. */
  readonly byMeaning: readonly { readonly query: string; readonly ids: readonly string[] }[];
}

/** Starts a server on the stored data and searches with one of its engines, over HTTP. */
export async function runEngine({ store, engine, effort, profileDir, next }: EngineRunOptions): Promise<EngineRun> {
  const profile = profileDir === null ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`];
  await using server = await startServer({
    ...store,
    nodeOptions: ['--import', probe, ...profile],
    settings: settingsOf(engine),
  });
  // Few clients come in the first second, and what an idle process does to its memory must not slow down the first search.
  progress('until nothing goes on in the background');
  await untilQuiet(server.pid);
  const first = await firstSearches(server, next);
  await warmUp(server, effort.warmUp, next);
  const runs: EngineRun['runs'][number][] = [];
  for (const clients of crowds) {
    progress(`${engine}: ${clients} clients`);
    await server.askProbe();
    const run = await measureSearches(server, { ...effort, clients, pid: server.pid, next });
    runs.push({ run, loop: loopDelay.parse(await server.askProbe()) });
  }
  const overHttp = await timeOverHttp(server, effort.inside, next);
  return { runs, overHttp, first, byMeaning: await searchByMeaning(server, effort.exact, next) };
}

/** The first and the tenth search are compared. */
const firstCount = 10;

async function firstSearches(server: BenchServer, next: () => Question): Promise<number[]> {
  await practise(next);
  using api = connectApi(server);
  const times: number[] = [];
  while (times.length < firstCount) times.push(await milliseconds(() => searchFor(api, next())));
  return times;
}

/** Number of requests until the client's own code is compiled, which must not count against the server. */
const practices = 50;

/** Warms up the client against a stub that answers at once. */
async function practise(next: () => Question): Promise<void> {
  const answer = JSON.stringify({ data: { search: { failedArms: [], edges: [{ node: { id: 'none' } }] } } });
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  using api = connectApi({ endpoint: `http://127.0.0.1:${portOf(server)}/`, token: '' });
  for (let left = practices; left > 0; left -= 1) await searchFor(api, next());
  server.close();
}

/** The first search loads the index, and the compiler needs some more. */
export async function warmUp(server: BenchServer, searches: number, next: () => Question): Promise<void> {
  using api = connectApi(server);
  await searchFor(api, next());
  progress('until nothing goes on in the background');
  await untilQuiet(server.pid);
  await measureSearches(server, { clients: 4, searches, seconds: mostWarmUpSeconds, pid: server.pid, next });
}

const mostWarmUpSeconds = 20;

async function searchByMeaning(
  server: BenchServer,
  count: number,
  next: () => Question,
): Promise<EngineRun['byMeaning']> {
  using api = connectApi(server);
  const found: { query: string; ids: string[] }[] = [];
  for (let left = count; left > 0; left -= 1) {
    const question = next();
    found.push({ query: question.query, ids: await searchFor(api, { ...question, mode: 'SEMANTIC', first: 100 }) });
  }
  return found;
}
