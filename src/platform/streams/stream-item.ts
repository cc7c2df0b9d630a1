import type { LoggedEvent } from '../events/consumer.ts';
import type { QueueOptions } from './bounded-queue.ts';

/** A position in a stream: after the event numbered `seq`, and after the text that was delivered since. */
export interface Position {
  readonly seq: number;
  /** How much of an attempt's text was delivered, in UTF-16 code units; null if none. */
  readonly text: TextEnd | null;
}

export interface TextEnd {
  readonly attempt: number;
  readonly end: number;
}

/** A piece of text that grows while its stream runs, such as an answer. It is not in the log. */
export interface TextPart {
  readonly attempt: number;
  /** Start of the piece, in UTF-16 code units from the start of the attempt. */
  readonly offset: number;
  readonly text: string;
}

/** What a subscriber receives, each item with the position from which to resume after it. */
export type StreamItem =
  | { readonly type: 'opened'; readonly position: Position }
  | {
      readonly type: 'event';
      readonly position: Position;
      readonly event: LoggedEvent;
      /** The events that were read together with this one, which is among them: their subjects are loaded in one batch. */
      readonly batch: readonly LoggedEvent[];
    }
  | { readonly type: 'text'; readonly position: Position; readonly part: TextPart }
  | { readonly type: 'gap'; readonly position: Position; readonly gap: Gap };

/** Marks missing items: dropped because they were not pulled in time, or no longer in the log. */
interface Gap {
  readonly reason: 'OVERFLOW' | 'EXPIRED';
  readonly dropped: number | null;
  /** Position from which they can be read again; null if they cannot. */
  readonly resumeAfter: Position | null;
}

/** An item in a subscriber's queue. */
export type Queued =
  | Extract<StreamItem, { type: 'event' | 'gap' }>
  | { readonly type: 'text'; readonly part: TextPart };

export const eventItem = (event: LoggedEvent, batch: readonly LoggedEvent[]): Extract<Queued, { type: 'event' }> => ({
  type: 'event',
  position: { seq: event.seq, text: null },
  event,
  batch,
});

/** Rows of ids: approximate cost of an item without its names and its text. */
const bytesOfRow = 200;

export const streamRules: Pick<QueueOptions<Queued>, 'sizeOf' | 'keyOf' | 'merge'> = {
  sizeOf(item) {
    if (item.type === 'text') return bytesOfRow + item.part.text.length * 2;
    return bytesOfRow + (item.type === 'event' ? item.event.changed.length * 20 : 0);
  },
  keyOf(item) {
    if (item.type === 'text') return 'text';
    return item.type === 'event' ? keyOfEvent(item.event) : null;
  },
  merge(earlier, later) {
    if (earlier.type === 'text' && later.type === 'text') {
      const part = joinText(earlier.part, later.part);
      return part && { type: 'text', part };
    }
    if (earlier.type !== 'event' || later.type !== 'event') return null;
    const event = mergeEvents(earlier.event, later.event);
    return { ...earlier, event, batch: [event] };
  },
};

/** Key of events that can be merged: of changes of one thing the merged one says everything; of progress the newest is enough. */
function keyOfEvent({ type, subjectId }: LoggedEvent): string | null {
  if (/^(Memory(Added|Changed|Forgotten)|Conversation\w+|CollectionChanged)$/.test(type)) return subjectId;
  return type === 'ConsolidationProgress' ? type : null;
}

/** Merges two events for a subscriber that has seen neither: the place of the first, the outcome of the last. */
function mergeEvents(earlier: LoggedEvent, later: LoggedEvent): LoggedEvent {
  const isNew = earlier.type.endsWith('Added') && later.type.endsWith('Changed');
  return {
    ...later,
    seq: earlier.seq,
    type: isNew ? earlier.type : later.type,
    changed: [...new Set([...earlier.changed, ...later.changed])],
  };
}

/** Joins two adjoining parts into one; null if they do not adjoin. Of two attempts only the newer counts. */
export function joinText(earlier: TextPart, later: TextPart): TextPart | null {
  if (later.attempt > earlier.attempt && later.offset === 0) return later;
  if (later.attempt !== earlier.attempt) return null;
  const end = earlier.offset + earlier.text.length;
  if (later.offset < earlier.offset || later.offset > end) return null;
  return { ...earlier, text: earlier.text + later.text.slice(end - later.offset) };
}

/** Whether a part directly continues or overlaps the delivered text, so that nothing before it in its attempt is missing. */
export const follows = ({ attempt, offset }: TextPart, told: TextEnd | null): boolean =>
  offset <= (told?.attempt === attempt ? told.end : 0);

/** Returns what is new of a part after the text up to `known`; null if nothing is. */
export function newText(part: TextPart, known: TextEnd | null): TextPart | null {
  if (known && part.attempt < known.attempt) return null;
  const seen = known?.attempt === part.attempt ? known.end - part.offset : 0;
  if (seen <= 0) return part.text === '' ? null : part;
  return seen >= part.text.length ? null : { ...part, offset: part.offset + seen, text: part.text.slice(seen) };
}

/** Splits a part at a position in the text. */
export function cutText(
  part: TextPart,
  { attempt, end }: TextEnd,
): { before: TextPart | null; after: TextPart | null } {
  if (part.attempt < attempt || (part.attempt === attempt && endOf(part).end <= end))
    return { before: part, after: null };
  if (part.attempt > attempt || part.offset >= end) return { before: null, after: part };
  const length = end - part.offset;
  return {
    before: { ...part, text: part.text.slice(0, length) },
    after: { ...part, offset: end, text: part.text.slice(length) },
  };
}

/** Position after all text of any attempt. */
export const endOfText: TextEnd = { attempt: Number.POSITIVE_INFINITY, end: 0 };

export const endOf = ({ attempt, offset, text }: TextPart): TextEnd => ({ attempt, end: offset + text.length });
