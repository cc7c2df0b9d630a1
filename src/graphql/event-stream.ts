import { audienceOf } from '../account/viewer.ts';
import type { EventType } from '../platform/db/tables.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { StreamRef } from '../platform/events/commits.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import { getOrInsert } from '../platform/get-or-insert.ts';
import { finalEvent, type ReadText } from '../platform/streams/feed.ts';
import { andThen, failing, isLater, over, Pulled, type Soon, type Step } from '../platform/streams/soon.ts';
import { gone } from '../platform/streams/stream.errors.ts';
import type { Position, StreamItem } from '../platform/streams/stream-item.ts';
import type { EndOfStream, StreamSubscription } from '../platform/streams/stream-subscription.ts';
import { workOf } from '../platform/turns/requester.ts';
import { viewerOf } from './builder.ts';
import type { Context } from './context.ts';
import type { EventUnion, Telling } from './event-union.ts';
import { badUserInput } from './request-errors.ts';
import { decodeStreamCursor, encodeStreamCursor } from './stream-cursor.ts';
import { bufferOf, type StreamArgs, type ToldEvent } from './stream-event.schema.ts';
import { readAgain } from './try-again.ts';

/** One event, shared by the subscriptions of a group: the same object is the same event to the same audience. */
export class SharedEvent {
  readonly value: ToldEvent;
  /** Has its own loaders, which have just read what the event is about. */
  readonly context: Context;

  constructor(value: ToldEvent, context: Context) {
    this.value = value;
    this.context = context;
  }
}

/** The state of a stream. */
interface Found {
  /** Number of its newest event. */
  readonly seq: number;
  /** Type of that event if nothing can follow it: the log may have dropped it. */
  readonly end?: EventType | null;
}

export interface EventStreamOptions {
  readonly ref: StreamRef;
  /** Streams whose deletion also deletes this one's subject. */
  readonly within?: readonly StreamRef[];
  readonly union: EventUnion;
  readonly args: StreamArgs;
  /** Finds the subject as the viewer sees it, and returns the number of its newest event. Throws NOT_FOUND. */
  readonly find: () => Promise<Found>;
  /** Without `after`, delivers the stream from its start instead of from now on. */
  readonly fromStart?: boolean;
  /** Event type sent before GONE if the subject was deleted with what it belongs to. */
  readonly farewell?: EventType;
  /** Reads the whole text so far, if the stream has one. */
  readonly readText?: ReadText;
}

/** What a subscription's resolver returns: StreamOpened, then the events of the stream, for one viewer. */
export async function eventStream(context: Context, options: EventStreamOptions): Promise<EventStream> {
  const { ref, within = [], union, args, find, fromStart, farewell, readText } = options;
  const buffer = bufferOf(args.buffer);
  const after = args.after == null ? null : decodeStreamCursor(ref, args.after);
  if (args.after != null && !after) throw badUserInput('after', 'is not a cursor of this stream');
  let ended: EndOfStream | null = null;
  const start = async (): Promise<Position> => {
    const { seq, end = null } = await find();
    ended = end && { type: end, seq };
    if (after && after.seq > seq) {
      throw badUserInput(
        'after',
        'is the cursor of an event that has not happened, as after a restore from a backup: load the data again, and subscribe from there',
      );
    }
    return after ?? { seq: fromStart ? 0 : seq, text: null };
  };
  const place = [ref, ...within].find(({ kind }) => kind === 'collection')?.streamId ?? null;
  const subscription = await context.services.streams.subscribe({
    ref,
    within,
    start,
    ended: () => ended,
    ...buffer,
    ...(farewell && { farewell }),
    ...(readText && { readText: (past) => workOf(ref.accountId, () => readText(past)).catch(goneIfNotFound) }),
    watch: (onLost) => (place ? context.services.sights.watch(viewerOf(context), place, onLost) : null),
  });
  return new EventStream(subscription, { context, ref, union, place });
}

/** The subject existed at the start: it has been deleted or moved out of sight since, and no event has said so yet. */
function goneIfNotFound(error: unknown): never {
  throw error instanceof NotFoundError ? gone() : error;
}

interface Parts {
  readonly context: Context;
  readonly ref: StreamRef;
  readonly union: EventUnion;
  /** The collection that the subject is or belongs to. */
  readonly place: string | null;
}

/** Converts what a stream's subscription delivers into GraphQL events, once per audience. */
class EventStream extends Pulled<SharedEvent> {
  readonly #subscription: StreamSubscription;
  readonly #parts: Parts;
  /** Identifies the audience that gets the same events as the same types. */
  readonly #key: string;

  constructor(subscription: StreamSubscription, parts: Parts) {
    super();
    this.#subscription = subscription;
    this.#parts = parts;
    this.#key = `${parts.union.name} ${audienceOf(viewerOf(parts.context))}`;
  }

  pull(): Soon<Step<SharedEvent>> {
    return failing(
      () => this.#step(),
      (error) => {
        this.#subscription.end();
        throw error;
      },
    );
  }

  async return(): Promise<Step<SharedEvent>> {
    this.#subscription.end();
    return over;
  }

  #step(): Soon<Step<SharedEvent>> {
    for (;;) {
      const event = andThen(this.#subscription.pull(), (item) => (item.done ? item : this.#tell(item.value)));
      if (isLater(event)) return event.then((found) => (found ? stepOf(found) : this.#step()));
      if (event) return stepOf(event);
    }
  }

  #tell(item: StreamItem): Soon<SharedEvent | null> {
    if (item.type === 'event') return this.#tellEvent(item);
    if (item.type === 'text') return this.#tellText(item);
    return this.#event(this.#telling(item), item.position);
  }

  /** Shares the event for a piece of text among all that are at the same position. */
  #tellText({ part, position }: Extract<StreamItem, { type: 'text' }>): Soon<SharedEvent | null> {
    const telling = this.#parts.union.tellText(part);
    if (!telling) return null;
    const key = `${this.#key} ${position.seq}`;
    return this.#subscription.feed.shared.once(part, { key }, () => this.#event(telling, position));
  }

  #event(telling: Telling, position: Position): SharedEvent {
    return new SharedEvent({ ...telling, ...this.#head(position, new Date()) }, this.#parts.context.renew());
  }

  #telling(item: Extract<StreamItem, { type: 'opened' | 'gap' }>): Telling {
    if (item.type === 'opened') return { typeName: 'StreamOpened' };
    const { reason, dropped, resumeAfter } = item.gap;
    const cursor = resumeAfter && encodeStreamCursor(this.#parts.ref, resumeAfter);
    return Object.assign({ typeName: 'StreamGap' }, { reason, dropped, resumeAfter: cursor });
  }

  #tellEvent({ event, batch, position }: Extract<StreamItem, { type: 'event' }>): Soon<SharedEvent | null> {
    const by = { key: this.#key, about: event.subjectId };
    // The transport pulls outside of any request: attribute the work to the account.
    const told = this.#subscription.feed.shared.once(batch, by, () =>
      workOf(this.#parts.ref.accountId, () => readAgain(() => this.#tellBatch(batch))),
    );
    return andThen(told, ({ tellings, events, context }) => {
      const telling = tellings.get(event.seq);
      if (!telling) return this.#untold(event);
      const { text } = position;
      const place = `${event.seq} ${text ? `${text.attempt}.${text.end}` : ''}`;
      const make = () => new SharedEvent({ ...telling, ...this.#head(position, event.at) }, context);
      return getOrInsert(events, place, make);
    });
  }

  /** There is nothing to send of an event. If it is the last, its subject was deleted since, and the stream must not seem complete. */
  #untold(event: LoggedEvent): null {
    if (finalEvent(this.#parts.ref, event)) throw gone();
    return null;
  }

  /** Loads the subjects of a batch in few statements, for whoever of the audience asks first. */
  async #tellBatch(batch: readonly LoggedEvent[]) {
    const { union, place } = this.#parts;
    const context = this.#parts.context.renew();
    const tellings = new Map<number, Telling>();
    const all = { tellings, events: new Map<string, SharedEvent>(), context };
    // If the viewer has lost sight of the collection, it is as if deleted for them: no event is sent, not even that it is gone.
    if (place && (await context.services.sights.isLost(viewerOf(context), place))) return all;
    const told = await Promise.all(batch.map((event) => union.tell(event, context, place)));
    for (const [index, event] of batch.entries()) {
      const telling = told[index];
      if (telling) tellings.set(event.seq, telling);
    }
    return all;
  }

  #head(position: Position, at: Date) {
    return { cursor: encodeStreamCursor(this.#parts.ref, position), at };
  }
}

const stepOf = (found: SharedEvent | Step<never>): Step<SharedEvent> =>
  found instanceof SharedEvent ? { value: found, done: false } : found;
