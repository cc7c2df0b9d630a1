import type { ExecutionResult } from 'graphql';

/** Where the result of an event keeps the cursor of its stream, whatever was selected: no JSON shows a symbol. */
export const eventCursor = Symbol('cursor of an event');

/** What one event of a subscription made. */
export interface EventResult extends ExecutionResult {
  [eventCursor]?: string;
}

/** The cursor of what a subscription yields, where it has one. */
export function cursorOf(event: unknown): string | null {
  const named = typeof event === 'object' && event !== null && 'cursor' in event;
  return named && typeof event.cursor === 'string' ? event.cursor : null;
}
