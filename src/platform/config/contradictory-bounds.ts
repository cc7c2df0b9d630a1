/** The variables that are set. */
export type Given = Readonly<Record<string, string>>;
/** Told of a variable and what it takes instead. */
export type Report = (variable: string, takes: string) => void;

/** Reports numbers that are right by themselves and not beside each other; what is left at its default gives way. */
export function contradictoryBounds(given: Given, report: Report): void {
  const number = (variable: string): number => Number(given[variable] ?? Number.NaN);
  const least = number('SEARCH_CACHE_TTL');
  if (number('SEARCH_CACHE_OFTEN_TTL') < least) {
    report('SEARCH_CACHE_OFTEN_TTL', `at least ${least}, as SEARCH_CACHE_TTL: what is asked often is kept no shorter`);
  }
  const requests = number('WORKER_MAX_REQUESTS');
  if (requests > 0 && number('WORKER_MAX_REQUESTS_JITTER') > requests) {
    report('WORKER_MAX_REQUESTS_JITTER', `at most ${requests}, as WORKER_MAX_REQUESTS`);
  }
  const share = Math.floor(number('MEMORY_LIMIT_MB') / Number(given['WORKERS'] ?? 1));
  for (const variable of ['RECALL_INDEX_MB', 'WORKER_MEMORY_MB']) {
    if (number(variable) > share) report(variable, `at most ${share}, a process's share of MEMORY_LIMIT_MB`);
  }
  const port = number('PORT');
  if (port > 0 && number('PROBE_PORT') === port) report('PROBE_PORT', 'another port than PORT');
}
