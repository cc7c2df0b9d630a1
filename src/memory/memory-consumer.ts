import type { Consumer } from '../platform/events/consumer.ts';
import type { AfterGrowth } from './index-vectors.ts';
import type { MemoryReader } from './memory-reader.ts';
import { changesSettings, Rereader } from './rereader.ts';
import { isOfMemory, statisticsConsumer } from './statistics-consumer.ts';

interface MemoryConsumerOptions {
  /** Events of one transaction. */
  readonly batch?: number;
  readonly afterGrowth?: AfterGrowth;
}

/** Keeps what is derived from memories in step with them and with the settings of their collections. */
export function memoryConsumer(
  reader: Pick<MemoryReader, 'patterns'>,
  { batch = statisticsConsumer.batch, afterGrowth }: MemoryConsumerOptions = {},
): Consumer {
  const rereader = new Rereader(reader);
  return {
    ...statisticsConsumer,
    batch,
    concerns: (event) => isOfMemory(event) || changesSettings(event),
    async consume(db, stream, events) {
      const read = await rereader.follow(db, stream, events);
      if (read === 'again') return read;
      await afterGrowth?.(db, stream.accountId, stream.streamId);
      return await statisticsConsumer.consume(db, stream, events);
    },
  };
}
