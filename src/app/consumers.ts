import type { Logger } from 'pino';
import { statisticsConsumer } from '../memory/statistics-consumer.ts';
import { ConsumerRunner } from '../platform/events/consumer-runner.ts';
import type { OpenDatabase } from './open-database.ts';

/** Everything that follows the event log. */
export const buildConsumers = ({ db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>, log: Logger): ConsumerRunner =>
  new ConsumerRunner({ requests: db, background: jobs, consumers: [statisticsConsumer], log });
