import { z } from 'zod';
import type { Job } from '../platform/jobs/job.ts';

/** Tells the narratives that are due, those that somebody asked for first. Which they are stands in the rows: nothing is lost. */
export const narrativesJob: Job<object> = { name: 'narratives', payload: z.object({}) };

/** Every five minutes. */
export const narrativeTimes = '*/5 * * * *';
