import type { Logger } from 'pino';
import { Narrator, type NarratorParts } from '../context/narrator.ts';
import { pauseJobsAbove } from '../operations/memory-governor.ts';
import type { Config } from '../platform/config/config.ts';
import type { LanguageModel } from '../platform/language-model/language-model.ts';
import type { OpenDatabase } from './open-database.ts';

/** How narratives are told in the background. */
export type Narration = Omit<NarratorParts, 'db' | 'log'>;

/** A narrative that nobody asked for is told every so many minutes at most, while its collection changes. */
const restMinutes = 15;

export const wireNarration = (
  { context, memoryLimitBytes }: Pick<Config, 'context' | 'memoryLimitBytes'>,
  model: LanguageModel | null,
): Narration => ({
  atOnce: context.narrativesAtOnce,
  activeHours: context.activeHours,
  restMinutes,
  model,
  isPaused: () => process.memoryUsage.rss() > pauseJobsAbove * memoryLimitBytes,
});

export const buildNarrator = (narration: Narration, { jobs }: Pick<OpenDatabase, 'jobs'>, log: Logger): Narrator =>
  new Narrator({ ...narration, db: jobs, log });
