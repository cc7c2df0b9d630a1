import type { Consumer, Follower, LoggedEvent, Write } from '../../src/platform/events/consumer.ts';

interface Consuming extends Follower {
  /** Whether an event needs work; omitted: every event does. */
  readonly concerns?: (event: LoggedEvent) => boolean;
  readonly consume: Write['run'];
}

/** A consumer that does all of its work in one transaction. */
export const consuming = ({ concerns = () => true, consume, ...follower }: Consuming): Consumer => ({
  ...follower,
  prepare: async (_db, batches) => ({
    writes: [{ batches: batches.filter(({ events }) => events.some(concerns)), run: consume }],
  }),
});

/** The same consumer with its writes changed. */
export const writingBy = (consumer: Consumer, change: (run: Write['run']) => Write['run']): Consumer => ({
  ...consumer,
  prepare: async (db, batches) => {
    const { writes, ...prepared } = await consumer.prepare(db, batches);
    return { ...prepared, writes: writes.map((write) => ({ ...write, run: change(write.run) })) };
  },
});
