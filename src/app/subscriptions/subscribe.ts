import {
  createSourceEventStream,
  type ExecutionArgs,
  type ExecutionResult,
  executeSubscriptionEvent,
  mapSourceToResponseEvent,
  type ValidatedSubscriptionArgs,
  validateSubscriptionArgs,
} from 'graphql';
import { isAsyncIterable } from 'graphql-yoga';
import { cursorOf, type EventResult, eventCursor } from './event-result.ts';

/** Subscribes as graphql does; `finish` has a look at the result of each event, which then keeps the event's cursor. */
export async function subscribe(
  args: ExecutionArgs,
  finish: (result: ExecutionResult) => ExecutionResult,
): Promise<ExecutionResult | AsyncIterable<EventResult>> {
  const validated = validateSubscriptionArgs(args);
  if (!('schema' in validated)) return { errors: validated };
  const events = await createSourceEventStream(validated);
  if (!isAsyncIterable(events)) return events;
  return mapSourceToResponseEvent(validated, events, async (event: ValidatedSubscriptionArgs): Promise<EventResult> => {
    const result: EventResult = finish(await executeSubscriptionEvent(event));
    const cursor = cursorOf(event.rootValue);
    if (cursor !== null) result[eventCursor] = cursor;
    return result;
  });
}
