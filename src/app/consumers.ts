import type { Logger } from 'pino';
import type { AfterGrowth } from '../memory/index-vectors.ts';
import { memoryConsumer } from '../memory/memory-consumer.ts';
import type { MemoryReader } from '../memory/memory-reader.ts';
import { ConsumerRunner } from '../platform/events/consumer-runner.ts';
import type { OpenDatabase } from './open-database.ts';

/** On Postgres nobody waits for the connection: terms that many memories share are then counted at once. */
const postgresBatch = 500;

/** Everything that follows the event log. `afterGrowth` is for Postgres, which has indexes over vectors. */
export const buildConsumers = (
  { db, jobs }: Pick<OpenDatabase, 'db' | 'jobs'>,
  reader: Pick<MemoryReader, 'patterns'>,
  log: Logger,
  afterGrowth: AfterGrowth | null = null,
): ConsumerRunner =>
  new ConsumerRunner({
    requests: db,
    background: jobs,
    consumers: [memoryConsumer(reader, afterGrowth ? { batch: postgresBatch, afterGrowth } : {})],
    log,
  });
