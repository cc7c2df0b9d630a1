import type { EventType } from '../db/tables.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { isLater, type Soon } from './soon.ts';

interface SharedBy {
  readonly key: string;
  /** Id of the subject of an event. */
  readonly about?: string;
}

interface Shared {
  value: Soon<unknown>;
  /** The newest event that was noted when this was started. */
  readonly seq: number;
  /** Number of polls since the value is there. */
  polls: number;
}

/** Shares values made from the events or text of a stream between all of its subscribers. */
export class SharedWork {
  /** By the events or the text that the values were made of. */
  readonly #made = new Map<object, Map<string, Shared>>();
  /** Subjects that changed since the last poll, and between the two polls before, each with its latest change. */
  #changed = new Map<string, number>();
  #changedBefore = new Map<string, number>();
  #seq = 0;

  /**
   * Calls `produce` once for all callers with the same `of` and `key`, until the subject `about` changes. Callers that read the same
   * page of the log get the same list of events, which serves as `of`.
   */
  once<T>(of: object, { key, about }: SharedBy, produce: () => Soon<T>): Soon<T> {
    const made = this.#made.get(of) ?? new Map<string, Shared>();
    const known = made.get(key);
    if (known && (about === undefined || known.seq >= this.#changeOf(about))) return known.value as Soon<T>;
    const value = produce();
    const shared: Shared = { value, seq: this.#seq, polls: 0 };
    this.#made.set(of, made.set(key, shared));
    if (isLater(value)) {
      value.then(
        (there) => {
          shared.value = there;
        },
        () => made.get(key) === shared && made.delete(key),
      );
    }
    return value;
  }

  /** Notes new events, which may invalidate shared values. */
  note(events: readonly LoggedEvent[]): void {
    for (const event of events) {
      const { type, subjectId, seq } = event;
      this.#seq = seq;
      if (changesMuch.has(type) || mayEmpty(event)) this.#made.clear();
      else if (!addsOnly.has(type)) this.#changed.set(subjectId, seq);
    }
  }

  /**
   * Drops values that have been there for a poll or two: they hold content, which must not be shown much later. A pending value
   * stays and serves its waiters: otherwise none of them would advance if making it takes longer than a poll.
   */
  forget(): void {
    for (const [of, made] of this.#made) {
      for (const [key, shared] of made) {
        if (shared.polls > 0) made.delete(key);
        if (!isLater(shared.value)) shared.polls += 1;
      }
      if (made.size === 0) this.#made.delete(of);
    }
    this.#changedBefore = this.#changed;
    this.#changed = new Map();
  }

  #changeOf(subjectId: string): number {
    return this.#changed.get(subjectId) ?? this.#changedBefore.get(subjectId) ?? 0;
  }
}

/** Events whose subject appears in much of what was delivered before. */
const changesMuch: ReadonlySet<EventType> = new Set(['CollectionChanged', 'ConversationDeleted', 'StreamEnded']);
/**
 * Whether a purge may have emptied what was delivered before: messages, what a requeued attempt was given, or links to a memory (one
 * that is only forgotten has changed its status).
 */
const mayEmpty = ({ type, changed, data }: LoggedEvent): boolean =>
  changed.includes('messages') ||
  (type === 'AgentRunQueued' && data !== null) ||
  (type === 'MemoryForgotten' && changed.length === 0);
/** Events that only add something: they change nothing that was delivered before. */
const addsOnly: ReadonlySet<EventType> = new Set(['MemoryAdded', 'ConversationAdded', 'MessageAppended']);
