import { messageOf } from './error-message.ts';

/** Why a request failed, in words: `fetch` has the reason for a lost connection in the error's cause. */
export function lostBecause(error: unknown): string {
  return messageOf(error instanceof Error && error.cause instanceof Error ? error.cause : error);
}
