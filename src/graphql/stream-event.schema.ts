import { mostQueueSize, usualQueueSize } from '../platform/queue-size.ts';
import { builder } from './builder.ts';
import { checkRange } from './request-errors.ts';

/** The common fields of all events of a stream. */
export interface ToldEvent {
  /** The name of its GraphQL type. */
  readonly typeName: string;
  readonly cursor: string;
  readonly at: Date;
}

export const StreamEventInterface = builder.interfaceRef<ToldEvent>('StreamEvent').implement({
  description: 'An event of a subscription.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'Position of the stream after this event. Store it once you have applied the event; give it as `after` to continue from there.',
    }),
    at: t.expose('at', {
      type: 'DateTime',
      description:
        'When it happened, by the database’s clock. For events that are not logged, such as StreamOpened, by the server’s clock.',
    }),
  }),
});

export const StreamOpenedRef = builder.objectRef<ToldEvent>('StreamOpened').implement({
  description:
    'The first event of every stream that takes `after`: nothing after its cursor is missed. It comes again with every new subscription, including those that a client library makes by itself after a lost connection.',
  interfaces: [StreamEventInterface],
});

const GapReasonEnum = builder.enumType('GapReason', {
  description: 'Why events are missing.',
  values: {
    OVERFLOW: { description: 'The subscriber was too slow, and the events did not fit into its buffer.' },
    EXPIRED: { description: 'The events are older than the log. Load the subject again.' },
  } as const,
});

interface ToldGap extends ToldEvent {
  readonly reason: 'OVERFLOW' | 'EXPIRED';
  readonly dropped: number | null;
  readonly resumeAfter: string | null;
}

export const StreamGapRef = builder.objectRef<ToldGap>('StreamGap').implement({
  description: 'Events are missing at this point; the stream continues.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    reason: t.expose('reason', { type: GapReasonEnum, description: 'Why they are missing.' }),
    dropped: t.exposeInt('dropped', { nullable: true, description: 'Number of missing events; null if unknown.' }),
    resumeAfter: t.exposeString('resumeAfter', {
      nullable: true,
      description: 'Cursor to subscribe after in order to get the missing events; null if they cannot be had any more.',
    }),
  }),
});

const OverflowPolicyEnum = builder.enumType('OverflowPolicy', {
  description: 'What happens to events when the buffer is full.',
  values: {
    DROP_OLDEST: { description: 'The oldest events are dropped, and a StreamGap reports it.' },
    COALESCE: {
      description:
        'Events are combined where possible: tokens are joined, only the newest progress is kept, and changes of the same memory or conversation become one. If that is not enough, a subscriber that goes on reading gets the events from the log, and nothing is missing; for one that has stalled the oldest are dropped, and a StreamGap reports it.',
    },
    CLOSE: { description: 'The subscription ends with the error SUBSCRIBER_TOO_SLOW.' },
  } as const,
});

const usualBuffer = { size: usualQueueSize, overflow: 'COALESCE' } as const;

const BufferInputRef = builder.inputType('BufferInput', {
  description: 'The buffer between the server and a slow subscriber. A final event is never dropped.',
  fields: (t) => ({
    size: t.int({
      required: true,
      defaultValue: usualBuffer.size,
      description: `Maximum number of events in the buffer, 1 to ${mostQueueSize}.`,
    }),
    overflow: t.field({
      type: OverflowPolicyEnum,
      required: true,
      defaultValue: usualBuffer.overflow,
      description: 'What happens to events when the buffer is full.',
    }),
  }),
});

type Buffer = typeof BufferInputRef.$inferInput;

/** Returns the requested buffer, or the default, which has the server's configured size. */
export function bufferOf(buffer: Buffer | null | undefined): Partial<Buffer> & Pick<Buffer, 'overflow'> {
  if (!buffer) return { overflow: usualBuffer.overflow };
  checkRange('buffer.size', buffer.size, 1, mostQueueSize);
  return buffer;
}

/** Arguments of every subscription to a stream. */
export const streamArgs = builder.args((t) => ({
  after: t.string({
    description:
      'Start after this cursor of the same stream and deliver what has happened since. If it is older than the log, a StreamGap with EXPIRED comes instead of the missing events. BAD_USER_INPUT if it is a cursor of another stream, or of an event that never happened (as after a restore from a backup).',
  }),
  buffer: t.field({
    type: BufferInputRef,
    description: `How to buffer events for a slow subscriber; default: as many events as the server is set to (MAX_QUEUE_SIZE, ${usualBuffer.size} by default), ${usualBuffer.overflow}.`,
  }),
}));

export interface StreamArgs {
  readonly after?: string | null | undefined;
  readonly buffer?: Buffer | null | undefined;
}
