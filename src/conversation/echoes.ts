import type { Viewer } from '../account/viewer.ts';
import type { Collection } from '../collection/collection.ts';
import type { Conversation } from './conversation.ts';
import type { NewMessage } from './new-message.ts';

/** Detects messages that repeat recalled memories; a later feature implements it. */
export interface Echoes {
  /**
   * Returns the indexes of those assistant's messages among the messages to remember that only repeat what was recalled or was said
   * before them. Once `mostParts` parts of them were compared, the rest counts as new.
   */
  among(viewer: Viewer, where: Where, messages: readonly Told[]): Promise<ReadonlySet<number>>;
}

export interface Where {
  readonly conversation: Conversation;
  readonly collection: Collection;
}

/** Approximate length of the parts in which texts are compared, in UTF-16 code units: a few sentences, so that a search finds the source of each. */
export const partLength = 400;
/**
 * Longest text that is compared, in UTF-16 code units; longer ones count as new. An answer of 3,000 tokens, more than assistants
 * give: it has 30 parts or, of long sentences, up to twice as many, and costs less than what counts as one request.
 */
export const longestCompared = 12_000;
/**
 * Most parts that one call compares. Each takes a search, all of them some three seconds of the process; an import of 1,000 messages
 * has that many assistants' messages or few more, most of which are new by their first part.
 */
export const mostParts = 400;

export type Told = Pick<NewMessage, 'role' | 'speaker' | 'content' | 'remember'>;
type Charged = Omit<Told, 'speaker'>;

/** Whether a message is compared with what is known before a memory is made of it. */
export const isCompared = ({ role, content, remember }: Charged): boolean =>
  remember && role === 'ASSISTANT' && content.length <= longestCompared;

/** About how many parts of the messages of one call are compared if all of them repeat: what it is charged for. */
export function partsToCompare(messages: readonly Charged[]): number {
  const parts = messages.filter(isCompared).map(({ content }) => Math.ceil(content.length / partLength));
  return Math.min(
    parts.reduce((sum, count) => sum + count, 0),
    mostParts,
  );
}
