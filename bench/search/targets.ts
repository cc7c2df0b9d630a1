import type { Engine as DatabaseEngine } from '../support/target.ts';

export const searchEngines = ['index', 'sql'] as const;
export type SearchEngine = (typeof searchEngines)[number];

/** Settings of a server whose searches one of the engines answers. The memory is enough for an index of a million memories. */
export const settingsOf = (engine: SearchEngine) => ({ RECALL_INDEX_MB: engine === 'index' ? '4096' : '0' });

/** Targets without caches. Source: issue 4, "What must be shown". */
export interface Targets {
  readonly p50?: number;
  readonly p95?: number;
  readonly perSecondOf50?: number;
}

const targets: Readonly<Record<string, Targets>> = {
  'postgres index 20000': { p50: 6, p95: 12, perSecondOf50: 300 },
  'postgres index 100000': { p95: 15 },
  'postgres index 1000000': { p95: 40 },
  'embedded index 20000': { p95: 20 },
  'postgres sql 20000': { p50: 20, p95: 40 },
  'postgres sql 100000': { p95: 60 },
  'postgres sql 1000000': { p95: 200 },
};

/** 95th percentiles in milliseconds: of stage 2, and of the event loop's delay while `clients` search. Source: issue 4, "What must be shown". */
export const mostStageTwoMs = 8;
export const mostLoopDelay = { clients: 10, ms: 10 } as const;
/** Server time of the SQL engine over the time of its statements sent directly plus stage 2. Source: as above. */
export const mostRatio = 1.5;
/** The first search after a start over the tenth. Source: issue 4, point 3. */
export const mostFirst = 2;
/** Share of the exact nearest neighbours that the approximate arm must find. Source: issue 4, point 3. */
export const leastRecall = 0.97;

export const targetsOf = (database: DatabaseEngine, engine: SearchEngine, memories: number): Targets =>
  targets[`${database} ${engine} ${memories}`] ?? {};
