// Runs two API processes and a worker behind HAProxy, PgBouncer, a primary and a replica, and Redis, all on this machine, and prints what they
// do beside what is asked of them. scripts/scale-try.sh installs what it needs and starts it.
import { deploy } from './scale/deployment.ts';
import { areEqual, cachedSearches, clientOf, fill, findOwnWrites, question, search, served } from './scale/use.ts';
import { conditions } from './support/conditions.ts';
import { createCollection } from './support/create-collection.ts';
import { cpuMs } from './support/process-cpu.ts';
import { progress } from './support/progress.ts';
import { table } from './support/table.ts';
import { untilQuiet } from './support/until-quiet.ts';

const memories = 2_000;
const clients = 20;
const seconds = 6;

/** Milliseconds of processor time that API processes have used. */
async function cpuOf(all: readonly { readonly pid: number }[]): Promise<number> {
  const each = await Promise.all(all.map(({ pid }) => cpuMs(pid)));
  return each.reduce((sum, ms) => sum + ms, 0);
}

const rows: string[][] = [];
const tell = (what: string, target: string, measured: string) => void rows.push([what, target, measured]);

const before = conditions();
await using deployment = await deploy();
const { servers, both, one, replica } = deployment;
const [{ token, endpoint: first }, { endpoint: second }] = servers;
const endpoints = [first, second];
using balanced = clientOf(both.url, token, clients);
using alone = clientOf(one.url, token, clients);
using here = clientOf(first, token);
using there = clientOf(second, token);
const id = await createCollection(balanced, 'Things');
progress(`${memories} memories …`);
await fill(balanced, id, memories);

await Promise.all(deployment.pids.map(untilQuiet));
progress('own writes …');
const servedBefore = await served(endpoints);
const { missed, searches } = await findOwnWrites(here, there, id, 100);
const by = await served(endpoints);
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
  // Side by side: each answer counts as a recall, by which equals are told apart.
  const [mine, theirs] = await Promise.all([search(here, id, question(n)), search(there, id, question(n))]);
  if (!areEqual(mine, theirs)) different += 1;
}
tell('questions that the two processes answer differently, of 50', '0', String(different));

progress('cached searches …');
for (const api of [alone, balanced]) await cachedSearches(api, id, clients, 2);
// In turns, so that both meet the machine as it is.
const rates = { one: 0, both: 0 };
const work = { one: 0, both: 0 };
for (let turn = 0; turn < 3; turn += 1) {
  for (const [who, api] of [['one', alone] as const, ['both', balanced] as const]) {
    const began = await cpuOf(servers);
    rates[who] += (await cachedSearches(api, id, clients, seconds)) / 3;
    work[who] += ((await cpuOf(servers)) - began) / 3;
  }
}
const cached = `cached searches/s of ${clients} clients`;
const ratio = (rates.both / rates.one).toFixed(2);
tell(`${cached}, one process`, '-', rates.one.toFixed(0));
tell(`${cached}, two`, '>= 1.6 x where cores allow', `${rates.both.toFixed(0)} (${ratio} x)`);
const each = (who: 'one' | 'both') => work[who] / (rates[who] * seconds);
const more = (each('both') / each('one')).toFixed(2);
tell('  processor time of API processes a search, one process', '-', `${each('one').toFixed(2)} ms`);
tell('  the same, two: what more cores can make of it', '<= 1.2 x', `${each('both').toFixed(2)} ms (${more} x)`);

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
