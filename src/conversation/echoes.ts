import type { Viewer } from '../account/viewer.ts';
import type { Collection } from '../collection/collection.ts';
import type { Conversation } from './conversation.ts';

/** Knows what was recalled, which a later feature does. */
export interface Echoes {
  /** Of texts that an assistant said in a conversation those, by their place, that only repeat what was recalled. */
  among(viewer: Viewer, where: Where, texts: readonly string[]): Promise<ReadonlySet<number>>;
}

export interface Where {
  readonly conversation: Conversation;
  readonly collection: Collection;
}
