import { z } from 'zod';
import type { Job } from '../platform/jobs/job.ts';

/** Writes the narratives that are due, requested ones first. The rows say which are due, so a lost job loses nothing. */
export const narrativesJob: Job<object> = { name: 'narratives', payload: z.object({}) };

/** Every five minutes. */
export const narrativeTimes = '*/5 * * * *';
