import type { Viewer } from '../account/viewer.ts';
import type { Collection } from '../collection/collection.ts';
import type { Conversation } from './conversation.ts';

/** Detects texts that repeat recalled memories; a later feature implements it. */
export interface Echoes {
  /** Returns the indexes of those of an assistant's texts that only repeat what was recalled. */
  among(viewer: Viewer, where: Where, texts: readonly string[]): Promise<ReadonlySet<number>>;
}

export interface Where {
  readonly conversation: Conversation;
  readonly collection: Collection;
}
