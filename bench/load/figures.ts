import { below, type Figure } from '../support/figures.ts';
import type { Engine } from '../support/target.ts';
import { type AllowedHits, allowedHits } from './allowed-hits.ts';
import type { ProfileName } from './profile.ts';
import type { LoadOptions, LoadResult } from './run.ts';
import type { Sample } from './samples.ts';
import { allOfMix, type Row, rowsOf } from './summary.ts';

/** The results of a load. */
export interface LoadReport {
  readonly rows: readonly Row[];
  readonly figures: readonly Figure[];
  readonly hitRates: readonly HitRate[];
  /** Samples after the warm-up, with times counted from its end. */
  readonly samples: readonly Sample[];
}

/** Share of needs that a cache served, and the share that it could have served at best. */
export interface HitRate {
  readonly name: string;
  readonly needed: number;
  readonly spared: number;
  readonly allowed: number;
  /** The cache's own counts. Lookups that another cache answered first are in neither. */
  readonly hits: number;
  readonly misses: number;
}

/** Source: issue 8, "What must be shown". */
const times: Readonly<Record<`${ProfileName} ${Engine}`, { readonly p95: number; readonly p99?: number } | null>> = {
  'throughput postgres': { p95: 150, p99: 400 },
  'chat postgres': { p95: 60 },
  'chat embedded': { p95: 250 },
  'throughput embedded': null,
  'repeated postgres': null,
  'repeated embedded': null,
};
const memoryTargets = { idle: 170, during: 260 };
const ofAllowed = 0.95;

export function reportOf(options: LoadOptions, result: LoadResult): LoadReport {
  const { warmUpMs, ms } = options;
  const samples = result.samples.filter(({ at }) => at >= warmUpMs).map((one) => ({ ...one, at: one.at - warmUpMs }));
  const rows = rowsOf(samples, ms);
  const hitRates = hitRatesOf(result);
  const figures = [
    ...timeFigures(options, rows),
    ...failureFigures(result),
    ...hitFigures(options, hitRates),
    ...memoryFigures(options, result),
    ...workFigures(options, result),
  ];
  return { rows, figures, hitRates, samples };
}

function timeFigures({ profile, engine }: LoadOptions, [all]: readonly Row[]): Figure[] {
  const target = times[`${profile.name} ${engine}`];
  return [
    { name: `${allOfMix}: p95 ms`, value: all?.times.p95 ?? Number.NaN, target: below(target?.p95) },
    { name: `${allOfMix}: p99 ms`, value: all?.times.p99 ?? Number.NaN, target: below(target?.p99) },
  ];
}

/** Whether all latencies are within their targets, where there are any. */
export const isQuickEnough = ({ figures }: LoadReport): boolean =>
  figures.every(
    ({ name, value, target }) =>
      !name.startsWith(allOfMix) || target === null || !('below' in target) || value < target.below,
  );

/** Includes the warm-up: nothing may ever fail. */
function failureFigures({ samples, savesTold, lateSections }: LoadResult): Figure[] {
  const failed = samples.filter(({ error }) => error !== null).length;
  const saves = samples.filter(({ kind, error }) => (kind === 'add' || kind === 'save') && error === null).length;
  return [
    { name: `failures of all ${samples.length}, warm-up included`, value: failed, target: { below: 1 } },
    { name: `events of ${saves} saves that were lost`, value: saves - savesTold, target: { below: 1 } },
    { name: 'sections of contexts that were late', value: lateSections, target: null },
  ];
}

function hitFigures({ profile }: LoadOptions, rates: readonly HitRate[]): Figure[] {
  const least: Readonly<Record<string, number>> = { embeddings: 0.9, 'context plans': 0.6 };
  return rates.flatMap(({ name, needed, spared, allowed }) => {
    if (least[name] === undefined || allowed === 0) return [];
    const share = {
      name: `${name}: share of the hits that repeats allow`,
      value: spared / allowed,
      target: { least: ofAllowed },
    };
    const rate = { name: `${name}: hit rate`, value: spared / needed, target: { least: least[name] } };
    return profile.name === 'repeated' ? [share, rate] : [share];
  });
}

function memoryFigures({ engine, memoryLimitMb }: LoadOptions, { memory, after }: LoadResult): Figure[] {
  const server = engine === 'postgres';
  const limit = memoryLimitMb === null ? null : { below: memoryLimitMb };
  return [
    { name: 'RSS idle, MB', value: memory.idleMb, target: server ? { below: memoryTargets.idle } : null },
    {
      name: 'RSS under load, most, MB',
      value: memory.mostMb,
      target: server ? { below: memoryTargets.during } : limit,
    },
    { name: 'RSS ever, MB', value: memory.peakMb, target: limit },
    { name: 'RSS after a rest, MB', value: memory.afterMb, target: null },
    { name: 'caches cleared for room (1: yes)', value: Number(after.cachesCleared), target: null },
  ];
}

/** Requests and the CPU time of server and machine exclude the warm-up. */
function workFigures({ ms, warmUpMs }: LoadOptions, { during, after, cpuMs, samples }: LoadResult): Figure[] {
  const within = during.filter(({ at }) => at >= warmUpMs && at <= warmUpMs + ms);
  const [first, last] = [within[0], within.at(-1)];
  const spent = first && last ? last.at - first.at : Number.NaN;
  const [own, machine] = [(last?.cpuMs ?? 0) - (first?.cpuMs ?? 0), (last?.machineMs ?? 0) - (first?.machineMs ?? 0)];
  const requests = samples.filter(({ kind, at }) => kind !== 'event' && at >= warmUpMs).length;
  return [
    { name: 'CPU of the server, ms a request', value: own / requests, target: null },
    { name: 'CPU of the server, % of one core', value: (100 * own) / spent, target: null },
    { name: 'CPU of the machine, % of one core', value: (100 * machine) / spent, target: null },
    { name: 'CPU of the users, % of one core', value: (100 * cpuMs) / (ms + warmUpMs), target: null },
    { name: 'event loop of the server: delay p99, ms', value: after.loopDelayP99Ms, target: null },
    { name: 'waits for a connection that were too long', value: after.poolTimeouts, target: { below: 1 } },
  ];
}

/** Counts every need without a miss as served: a nearer cache may have answered it. */
function hitRatesOf({ before, after, samples }: LoadResult): HitRate[] {
  const allowed = allowedHits(samples);
  const within = samples.filter(({ at }) => at >= 0);
  const found = within.filter(({ kind, error }) => kind === 'search' && error === null);
  const listed = within.filter(({ kind, error }) => kind === 'list' && error === null);
  const count = (of: readonly Sample[], ...from: readonly Sample['source'][]) =>
    of.filter(({ source }) => from.includes(source)).length;
  const kept = within.filter(({ kind, source }) => kind === 'answer' && source === 'kept answer').length;
  const own = (name: string) => {
    const [past, now] = [before, after].map(({ caches }) => caches.find((cache) => cache.name === name));
    return { hits: (now?.hits ?? 0) - (past?.hits ?? 0), misses: (now?.misses ?? 0) - (past?.misses ?? 0) };
  };
  const rate = (name: string, key: keyof AllowedHits, spared: number | null): HitRate => {
    const { needed, again } = allowed[key];
    const counted = own(name);
    return { name, needed, spared: spared ?? Math.max(0, needed - counted.misses), allowed: again, ...counted };
  };
  return [
    rate('embeddings', 'embeddings', null),
    rate('context plans', 'plans', null),
    rate('search results', 'rankings', count(found, 'kept answer', 'kept ranking')),
    rate('responses', 'answers', count([...found, ...listed], 'kept answer')),
    rate('prompt responses', 'prompts', kept),
  ];
}
