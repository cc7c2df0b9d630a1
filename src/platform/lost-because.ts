import { messageOf } from './error-message.ts';

/** Why a request was not answered, in words: `fetch` keeps why a connection was lost apart. */
export function lostBecause(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
