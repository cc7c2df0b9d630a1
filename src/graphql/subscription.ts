import type { Viewer } from '../account/viewer.ts';
import { builder, viewerOf } from './builder.ts';
import type { Context } from './context.ts';
import { type EventStreamOptions, eventStream } from './event-stream.ts';
import type { EventUnion } from './event-union.ts';
import { idOf, requireNodeId } from './node-id.ts';
import { streamArgs } from './stream-event.schema.ts';

interface SubscriptionOptions {
  readonly description: string;
  /** The name of the id argument, and the type that it identifies. */
  readonly id: readonly [argument: string, type: string];
  readonly union: EventUnion;
  /** Opens the stream of this id. Throws NotFoundError if the viewer does not see its subject. */
  open(id: string, viewer: Viewer, context: Context): Promise<Omit<EventStreamOptions, 'union' | 'args'>>;
}

/** Defines a subscription to a stream in the common form: `name(<id>: ID!, after: String, buffer: BufferInput)`. */
export function subscription(
  name: string,
  { description, id: [argument, type], union, open }: SubscriptionOptions,
): void {
  builder.subscriptionField(name, (t) =>
    t.field({
      type: union.ref,
      description,
      args: { [argument]: t.arg.id({ required: true, description: idOf(type) }), ...streamArgs },
      subscribe: async (_root, args, context) => {
        // Pothos cannot type an argument whose name is a variable.
        const given: Readonly<Record<string, unknown>> = args;
        const id = requireNodeId(type, String(given[argument]));
        return eventStream(context, { ...(await open(id, viewerOf(context), context)), union, args });
      },
      resolve: ({ value }) => value,
    }),
  );
}
