import type { Figure, Target } from '../support/figures.ts';
import type { ConcurrentAdds, SingleAdds } from './measure-adds.ts';

export const singleFigures = (
  { times, cpuMsEach }: SingleAdds,
  targets: { readonly p50: Target; readonly p95: Target; readonly cpu: Target },
): Figure[] => [
  { name: 'one client: p50 ms', value: times.p50, target: targets.p50 },
  { name: 'one client: p95 ms', value: times.p95, target: targets.p95 },
  ...(cpuMsEach === null
    ? []
    : [{ name: 'one client: CPU ms of the server, an add', value: cpuMsEach, target: targets.cpu }]),
];

export const concurrentFigures = (
  { times, perSecond }: ConcurrentAdds,
  targets: { readonly perSecond: Target; readonly p95: Target },
): Figure[] => [
  { name: '50 clients: adds/s', value: perSecond, target: targets.perSecond },
  { name: '50 clients: p50 ms', value: times.p50, target: null },
  { name: '50 clients: p95 ms', value: times.p95, target: targets.p95 },
];
