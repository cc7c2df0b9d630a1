import type { EventType } from '../db/tables.ts';
import type { LoggedEvent } from '../events/consumer.ts';
import { isLater, type Soon } from './soon.ts';

interface SharedBy {
  readonly key: string;
  /** The subject of an event. */
  readonly about?: string;
}

interface Shared {
  value: Soon<unknown>;
  /** The newest event that was told when it was begun. */
  readonly seq: number;
  /** How many came since the value is there. */
  polls: number;
}

/** What is made of the events of a stream once, for all who are told of them. */
export class SharedWork {
  /** By the events or the text that it was made of. */
  readonly #made = new Map<object, Map<string, Shared>>();
  /** What was changed since the last poll, with the event that told so, and between the two polls before. */
  #changed = new Map<string, number>();
  #changedBefore = new Map<string, number>();
  #seq = 0;

  /**
   * What `produce` makes of some events, or of a text, is made once for all who ask by this key, while nothing happens to what
   * it is `about`. Those who come to the same page of the log are handed the same list of events.
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

  /** These have happened. */
  note(events: readonly LoggedEvent[]): void {
    for (const { type, subjectId, seq } of events) {
      this.#seq = seq;
      if (changesMuch.has(type)) this.#made.clear();
      else if (!addsOnly.has(type)) this.#changed.set(subjectId, seq);
    }
  }

  /**
   * Lets go of what has been there for a poll or two: it holds content, which nobody may be shown much later. What is being
   * made stays, and serves whoever waits for it: else nobody would come on where making it takes longer than a poll.
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

/** What they are about stands in much of what was told before. */
const changesMuch: ReadonlySet<EventType> = new Set(['CollectionChanged', 'ConversationDeleted', 'StreamEnded']);
/** What is new changes nothing that was told before. */
const addsOnly: ReadonlySet<EventType> = new Set(['MemoryAdded', 'ConversationAdded', 'MessageAppended']);
