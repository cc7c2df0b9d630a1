import type { ObjectRef } from '@pothos/core';
import type { EventType } from '../platform/db/tables.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { TextPart } from '../platform/streams/stream-item.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { Context } from './context.ts';
import { StreamGapRef, StreamOpenedRef, type ToldEvent } from './stream-event.schema.ts';

/** An event without the common fields: the name of its type, and its own fields. */
export type Telling = Omit<ToldEvent, 'cursor' | 'at'>;

/**
 * Loads the subject of a logged event: the fields of its type, or of another type that it names; null if there is nothing to send
 * any more. `place`: the collection that the stream is about or within.
 */
type Teller<Fields = object> = (event: LoggedEvent, context: Context, place: string | null) => Promise<Fields | null>;

type Fields<Told extends ToldEvent> = Omit<Told, keyof ToldEvent> | Pick<ToldEvent, 'typeName'>;

/** A type of events, whatever its own fields. */
export type EventRef = ObjectRef<BuilderTypes, ToldEvent>;

/**
 * The union of the event types of one kind of stream. Later features add their events to the streams of earlier ones. Tellers of
 * one batch run concurrently with loaders of their own, so each type of object is read in one statement.
 */
export class EventUnion {
  readonly ref;
  readonly name: string;
  readonly #types: EventRef[] = [StreamOpenedRef, StreamGapRef];
  readonly #tellers = new Map<EventType, { readonly ref: EventRef; readonly teller: Teller }>();
  #text: EventRef | null = null;

  constructor(name: string, description: string) {
    this.name = name;
    this.ref = builder.unionType(name, {
      description,
      types: () => this.#types,
      resolveType: ({ typeName }: ToldEvent) => typeName,
    });
  }

  /** `ref`: the GraphQL type for logged events of this type. */
  add<Told extends ToldEvent>(type: EventType, ref: ObjectRef<BuilderTypes, Told>, teller: Teller<Fields<Told>>): void {
    this.#types.push(ref);
    this.#tellers.set(type, { ref, teller });
  }

  /** Sets the type for new text of the stream. */
  addText(ref: EventRef): void {
    this.#types.push(ref);
    this.#text = ref;
  }

  /** Returns null if there is nothing to send, or if this type of event is not for clients. */
  async tell(event: LoggedEvent, context: Context, place: string | null): Promise<Telling | null> {
    const known = this.#tellers.get(event.type);
    const fields = await known?.teller(event, context, place);
    return known && fields ? { typeName: known.ref.name, ...fields } : null;
  }

  tellText(part: TextPart): Telling | null {
    return this.#text && { typeName: this.#text.name, ...part };
  }
}
