import type { ObjectRef } from '@pothos/core';
import type { EventType } from '../platform/db/tables.ts';
import type { LoggedEvent } from '../platform/events/consumer.ts';
import type { TextPart } from '../platform/streams/stream-item.ts';
import { type BuilderTypes, builder } from './builder.ts';
import type { Context } from './context.ts';
import { StreamGapRef, StreamOpenedRef, type ToldEvent } from './stream-event.schema.ts';

/** An event without what all have: the name of its type, and its own fields. */
export type Telling<Told extends ToldEvent = ToldEvent> = Omit<Told, 'cursor' | 'at'>;

/** Loads what an event of the log is about; null where there is nothing to tell any more. */
export type Teller = (event: LoggedEvent, context: Context) => Promise<Telling | null> | Telling | null;

/** A type of events, whatever its own fields. */
export type EventRef = ObjectRef<BuilderTypes, ToldEvent>;

/**
 * The union of what one kind of stream tells. Later features add their events to the streams of earlier ones. Tellers of
 * the events of one batch run side by side with loaders of their own, so each type of thing is read in one statement.
 */
export class EventUnion {
  readonly ref;
  readonly name: string;
  readonly #types: EventRef[] = [StreamOpenedRef, StreamGapRef];
  readonly #tellers = new Map<EventType, Teller>();
  #textTeller: ((part: TextPart) => Telling) | null = null;

  constructor(name: string, description: string) {
    this.name = name;
    this.ref = builder.unionType(name, {
      description,
      types: () => this.#types,
      resolveType: ({ typeName }: ToldEvent) => typeName,
    });
  }

  /** `types` are the GraphQL types that events of this type of the log come as. */
  add(type: EventType, types: readonly EventRef[], teller: Teller): void {
    for (const ref of types) if (!this.#types.includes(ref)) this.#types.push(ref);
    this.#tellers.set(type, teller);
  }

  /** The type that comes where the text of the stream has grown. */
  addText(type: EventRef, teller: (part: TextPart) => Telling): void {
    this.#types.push(type);
    this.#textTeller = teller;
  }

  /** Null where there is nothing to tell, or where this kind of event is none for clients. */
  async tell(event: LoggedEvent, context: Context): Promise<Telling | null> {
    return (await this.#tellers.get(event.type)?.(event, context)) ?? null;
  }

  tellText(part: TextPart): Telling | null {
    return this.#textTeller?.(part) ?? null;
  }
}
