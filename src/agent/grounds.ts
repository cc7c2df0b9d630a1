import type { CollectionService } from '../collection/collection.service.ts';
import type { Collection } from '../collection/collection.ts';
import type { Conversation } from '../conversation/conversation.ts';
import type { MessageService } from '../conversation/message.service.ts';
import type { WindowBounds, WindowMessage } from '../conversation/window.ts';
import type { Database } from '../platform/db/database.ts';
import type { Turn } from './agent.ts';
import { instructionsFor } from './prompt.ts';
import { type Asking, keyOf } from './prompt-key.ts';
import { revisionsOf } from './revisions.store.ts';

/** Everything that an answer is based on beside memories. */
export interface Ground {
  readonly collection: Collection;
  /** Collections that are read, with all below them: that of the conversation, and those beside it. */
  readonly collectionIds: readonly string[];
  /** The messages before the question, as far as the window shows them. */
  readonly history: readonly SaidTurn[];
  /** Whether the question opens the conversation. */
  readonly opens: boolean;
  readonly instructions: string;
  /** Prompt cache key of this question on this ground. */
  readonly key: string;
}

/** A turn, with the id of its message. */
export interface SaidTurn extends Turn {
  readonly messageId: string;
}

interface Parts {
  readonly db: Database;
  readonly collections: CollectionService;
  readonly messages: MessageService;
  /** How much of the conversation an agent is given. */
  readonly window: WindowBounds;
  /** Runs an account's reads on the replica that its searches read from; omitted: there is none. */
  readonly replica?: { read<T>(accountId: string, work: () => Promise<T>): Promise<T> } | null | undefined;
}

/** Reads grounds. They are read before anything is recalled: a change meanwhile then makes the cached answer stale. */
export class Grounds {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Returns null if the collection no longer exists. `questionId`: null if the question is not stored as a message yet. */
  async of(asking: Asking, { id, collectionId }: Conversation, questionId: string | null): Promise<Ground | null> {
    const collectionIds = [collectionId, ...asking.alsoRead];
    const [[collection], revisions, before] = await Promise.all([
      this.#parts.collections.byIds(asking.viewer, [collectionId]),
      this.#revisions(asking, collectionIds),
      this.#before(asking, id, questionId),
    ]);
    if (!collection) return null;
    const instructions = instructionsFor({ ...collection, ...collection.settings }, asking.asOf ?? new Date());
    const history = turnsOf(before);
    const said = history.map(({ messageId: _messageId, ...turn }) => turn);
    const key = keyOf({ asking, history: said, instructions, revisions });
    return { collection, collectionIds, history, opens: before.length === 0, instructions, key };
  }

  /** Reads them where memories are searched: on the primary they may count a commit that the searches after it do not find yet. */
  #revisions({ viewer }: Asking, collectionIds: readonly string[]): Promise<unknown> {
    const { db, replica } = this.#parts;
    const revisions = () => revisionsOf(db, viewer, collectionIds);
    return replica ? replica.read(viewer.accountId, revisions) : revisions();
  }

  /** Returns what the window shows of the conversation before the question. */
  async #before({ viewer }: Asking, conversationId: string, questionId: string | null): Promise<WindowMessage[]> {
    const { messages, window } = this.#parts;
    const more = questionId === null ? 0 : 1;
    const { maxMessages, maxWithContent } = window;
    const bounds = { ...window, maxMessages: maxMessages + more, maxWithContent: maxWithContent + more };
    const shown = (await messages.windows(viewer, [conversationId], bounds)).get(conversationId) ?? [];
    if (questionId === null) return shown;
    if (shown.at(-1)?.message.id === questionId) return shown.slice(0, -1);
    // Other messages were added after the question.
    const [question] = await messages.byIds(viewer, [questionId]);
    if (!question) return [];
    return (await messages.windows(viewer, [conversationId], window, question)).get(conversationId) ?? [];
  }
}

/** Marks truncated messages: the next word may have been "not". */
const turnsOf = (shown: readonly WindowMessage[]): SaidTurn[] =>
  shown.flatMap(({ message: { id: messageId, role, speaker }, content, truncated }) => {
    if (!content || (role !== 'USER' && role !== 'ASSISTANT')) return [];
    const text = truncated ? `${content}…` : content;
    return [
      role === 'USER'
        ? { role: 'user', speaker, text, messageId }
        : { role: 'assistant', speaker: null, text, messageId },
    ];
  });
