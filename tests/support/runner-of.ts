import { pino } from 'pino';
import type { Database } from '../../src/platform/db/database.ts';
import type { Consumer } from '../../src/platform/events/consumer.ts';
import { ConsumerRunner } from '../../src/platform/events/consumer-runner.ts';

/** Runs these consumers on the log of a test's database. */
export const runnerOf = (db: Database, ...consumers: readonly Consumer[]): ConsumerRunner =>
  new ConsumerRunner({ requests: db, background: db, consumers, log: pino({ level: 'silent' }) });
