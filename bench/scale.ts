// Runs two API processes and a worker behind HAProxy, PgBouncer, a primary and a replica, and Redis, all on this machine, and prints
// the figures next to their targets. scripts/scale-try.sh installs what it needs and starts it.

import { replicaReads } from '../tests/support/replica-reads.ts';
import { limitCores } from './scale/core-share.ts';
import { deploy } from './scale/deployment.ts';
import { areEqual, cachedSearches, clientOf, fill, findOwnWrites, question, search } from './scale/use.ts';
import { wrk } from './scale/wrk.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { cpuMs } from './support/process-cpu.ts';
import { progress } from './support/progress.ts';
import { endpointAt } from './support/server.ts';
import { table } from './support/table.ts';
import { untilQuiet } from './support/until-quiet.ts';

const memories = 2_000;
const clients = 20;
const seconds = 4;
/** Share of one core for each API process; both use the same core. The load, the balancer, the databases and Redis have the other. */
const coreShare = 0.45;
const turns = 5;

/** CPU milliseconds that API processes have used. */
async function cpuOf(all: readonly { readonly pid: number }[]): Promise<number> {
  const each = await Promise.all(all.map(({ pid }) => cpuMs(pid)));
  return each.reduce((sum, ms) => sum + ms, 0);
}

const rows: string[][] = [];
const tell = (what: string, target: string, measured: string) => void rows.push([what, target, measured]);

const before = conditions();
await using deployment = await deploy();
const { servers, both, replica, folder } = deployment;
const [{ token, endpoint: first }, { endpoint: second }] = servers;
const endpoints = [first, second];
using balanced = clientOf(both.url, token, clients);
using here = clientOf(first, token);
using there = clientOf(second, token);
const id = await createCollection(balanced, 'Things');
progress(`${memories} memories …`);
await fill(balanced, id, memories);

await Promise.all(deployment.pids.map(untilQuiet));
progress('own writes …');
const servedBefore = await replicaReads(endpoints);
const { missed, searches } = await findOwnWrites(here, there, id, 100);
const by = await replicaReads(endpoints);
const share = ((by['replica'] ?? 0) - (servedBefore['replica'] ?? 0)) / searches;
tell('writes by one process that the other does not find at once, of 100', '0', String(missed));
tell(
  'searches that the replica serves, a fifth of them right after a write',
  '>= 80 %',
  `${(share * 100).toFixed(0)} %`,
);

progress('equal answers …');
await Promise.all(deployment.pids.map(untilQuiet));
let different = 0;
for (let n = 0; n < 50; n += 1) {
  // In parallel: each answer counts as a recall, which breaks ties between equal scores.
  const [mine, theirs] = await Promise.all([search(here, id, question(n)), search(there, id, question(n))]);
  if (!areEqual(mine, theirs)) different += 1;
}
tell('questions that the two processes answer differently, of 50', '0', String(different));

progress('cached searches …');
const posts = { token, bodies: cachedSearches(id) };
/** Measures one process and both, alternating, so that both see the same machine. */
async function measureCached() {
  const rates = { one: 0, both: 0 };
  const work = { one: 0, both: 0 };
  for (let turn = 0; turn < turns; turn += 1) {
    for (const who of ['one', 'both'] as const) {
      const began = await cpuOf(servers);
      rates[who] += (await wrk(endpointAt(deployment[who].url), folder, posts, clients, seconds)) / turns;
      work[who] += ((await cpuOf(servers)) - began) / turns;
    }
  }
  const each = (who: 'one' | 'both') => work[who] / (rates[who] * seconds);
  return { ...rates, ratio: (rates.both / rates.one).toFixed(2), each };
}
await measureCached();
const free = await measureCached();
const limits = limitCores(
  servers.map(({ pid }) => pid),
  coreShare,
);
const held = await measureCached();
limits[Symbol.dispose]();
const cached = `cached searches/s of ${clients} clients`;
tell(`${cached}, one process with ${coreShare} of a core`, '-', held.one.toFixed(0));
tell('  two, each with as much', '>= 1.6 x', `${held.both.toFixed(0)} (${held.ratio} x)`);
tell('  processor time of an API process a search, one', '-', `${held.each('one').toFixed(2)} ms`);
const more = (held.each('both') / held.each('one')).toFixed(2);
tell('  the same, two', '<= 1.2 x', `${held.each('both').toFixed(2)} ms (${more} x)`);
tell(`${cached}, one process that shares the cores with all else`, '-', free.one.toFixed(0));
tell('  two that do', '>= 1.6 x where cores allow', `${free.both.toFixed(0)} (${free.ratio} x)`);

progress('a replica that dies …');
await replica.stop();
let failed = 0;
for (let n = 0; n < 50; n += 1) await search(balanced, id, `${question(n)} again`).catch(() => (failed += 1));
tell('searches that fail while the replica is dead, of 50', '0', String(failed));

progress('a process that stops …');
const stopping = servers[1][Symbol.asyncDispose]();
let lost = 0;
for (let n = 0; n < 100; n += 1) await search(balanced, id, question(n)).catch(() => (lost += 1));
await stopping;
tell('searches that fail while one process stops, of 100', '0', String(lost));

progress('');
console.log(`${before}\n\n${table(['', 'target', 'measured'], rows)}`);
