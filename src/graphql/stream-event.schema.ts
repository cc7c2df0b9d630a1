import { builder } from './builder.ts';
import { badUserInput } from './request-errors.ts';

/** What every event of a stream has. */
export interface ToldEvent {
  /** The name of its GraphQL type. */
  readonly typeName: string;
  readonly cursor: string;
  readonly at: Date;
}

export const StreamEventInterface = builder.interfaceRef<ToldEvent>('StreamEvent').implement({
  description: 'Something that a subscription tells.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      description:
        'Where the stream stands after this event. Store it once the event is applied, and give it as `after` to go on from there.',
    }),
    at: t.expose('at', {
      type: 'DateTime',
      description:
        'When it happened, by the clock of the database; of what no log has, such as StreamOpened, by that of the server.',
    }),
  }),
});

export const StreamOpenedRef = builder.objectRef<ToldEvent>('StreamOpened').implement({
  description:
    'The first event of every stream that takes `after`: from its cursor on, nothing is missed. It comes again with each new subscription, also where a client library makes one by itself.',
  interfaces: [StreamEventInterface],
});

const GapReasonEnum = builder.enumType('GapReason', {
  description: 'Why events are missing.',
  values: {
    OVERFLOW: { description: 'The subscriber took them too slowly, and they did not fit into its buffer.' },
    EXPIRED: { description: 'They are older than the log reaches back. Read again what the stream is about.' },
  } as const,
});

export interface ToldGap extends ToldEvent {
  readonly reason: 'OVERFLOW' | 'EXPIRED';
  readonly dropped: number | null;
  readonly resumeAfter: string | null;
}

export const StreamGapRef = builder.objectRef<ToldGap>('StreamGap').implement({
  description: 'Events are missing right here; the stream goes on.',
  interfaces: [StreamEventInterface],
  fields: (t) => ({
    reason: t.expose('reason', { type: GapReasonEnum, description: 'Why they are missing.' }),
    dropped: t.exposeInt('dropped', { nullable: true, description: 'How many; null where nobody knows.' }),
    resumeAfter: t.exposeString('resumeAfter', {
      nullable: true,
      description: 'Subscribe after this cursor to get them; null where they are gone for good.',
    }),
  }),
});

const OverflowPolicyEnum = builder.enumType('OverflowPolicy', {
  description: 'What becomes of events for which a full buffer has no place.',
  values: {
    DROP_OLDEST: { description: 'The oldest are dropped, and a StreamGap tells of it.' },
    COALESCE: {
      description:
        'Those that can be are made one: tokens are joined, of progress the newest counts, changes of one memory or conversation become one. Only where that is not enough, the oldest are dropped.',
    },
    CLOSE: { description: 'The subscription ends with the error SUBSCRIBER_TOO_SLOW.' },
  } as const,
});

const maxBuffer = 1_000;
const usualBuffer = { size: 100, overflow: 'COALESCE' } as const;

export const BufferInputRef = builder.inputType('BufferInput', {
  description: 'The buffer between the server and a slow subscriber. A final event is never dropped.',
  fields: (t) => ({
    size: t.int({
      required: true,
      defaultValue: usualBuffer.size,
      description: `Most events in it, 1 to ${maxBuffer}.`,
    }),
    overflow: t.field({
      type: OverflowPolicyEnum,
      required: true,
      defaultValue: usualBuffer.overflow,
      description: 'What becomes of events that find it full.',
    }),
  }),
});

type Buffer = typeof BufferInputRef.$inferInput;

/** The buffer that was asked for, or the default. */
export function bufferOf(given: Buffer | null | undefined): Buffer {
  const buffer = given ?? usualBuffer;
  if (buffer.size < 1 || buffer.size > maxBuffer) {
    throw badUserInput('buffer.size', `takes 1 to ${maxBuffer}, got ${buffer.size}`);
  }
  return buffer;
}

/** Arguments of every subscription to a stream. */
export const streamArgs = builder.args((t) => ({
  after: t.string({
    description:
      'Begin after this cursor of the same stream, with what has happened since; exclusive. BAD_USER_INPUT for one of another stream, or of an event that has not happened, as after a restore.',
  }),
  buffer: t.field({
    type: BufferInputRef,
    description: `How events wait for a slow subscriber; default: ${usualBuffer.size}, ${usualBuffer.overflow}.`,
  }),
}));

export interface StreamArgs {
  readonly after?: string | null | undefined;
  readonly buffer?: Buffer | null | undefined;
}
