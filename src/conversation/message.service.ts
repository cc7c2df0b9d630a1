import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import { reachOf } from '../collection/reach.ts';
import { actorOf } from '../memory/actor.ts';
import type { MemoryService } from '../memory/memory.service.ts';
import type { Memory } from '../memory/memory.ts';
import type { MemoryReader, Reading } from '../memory/memory-reader.ts';
import type { Database } from '../platform/db/database.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { type Appended, appendMessages } from './append-messages.ts';
import { findAppend } from './claim-append.ts';
import { type GivenMessage, parseMessages } from './conversation.input.ts';
import type { ConversationService } from './conversation.service.ts';
import type { Conversation } from './conversation.ts';
import type { Echoes, Where } from './echoes.ts';
import { MessageStore } from './message.store.ts';
import type { Message } from './message.ts';
import { type NewMessage, newMessage } from './new-message.ts';
import type { WindowBounds, WindowMessage } from './window.ts';

export interface AppendedMessages {
  readonly conversation: Conversation;
  readonly messages: readonly Message[];
  /** The memories made of them. */
  readonly memories: readonly Memory[];
}

interface Parts {
  readonly db: Database;
  readonly reader: MemoryReader;
  readonly collections: CollectionService;
  readonly memories: MemoryService;
  readonly conversations: ConversationService;
  /** Omitted: everything marked `remember` becomes a memory. */
  readonly echoes?: Echoes;
}

export class MessageService {
  readonly #parts: Parts;
  /** Reads within the reach of a viewer. */
  readonly store: MessageStore;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.store = new MessageStore(parts.db);
  }

  byIds(viewer: Viewer, ids: readonly string[]): Promise<Message[]> {
    return this.store.byIds(reachOf(viewer), ids);
  }

  windows(
    viewer: Viewer,
    conversationIds: readonly string[],
    bounds: WindowBounds,
    before?: Message,
  ): Promise<Map<string, WindowMessage[]>> {
    return this.store.windows(reachOf(viewer), conversationIds, bounds, before);
  }

  /**
   * Appends up to 1,000 messages to a conversation, all or none, and makes memories of those to remember, except of assistant
   * messages that only repeat what was recalled.
   */
  async append(viewer: Viewer, conversationId: string, given: readonly GivenMessage[]): Promise<AppendedMessages> {
    const messages = parseMessages(given).map(newMessage);
    const { collections, conversations } = this.#parts;
    const conversation = await conversations.require(viewer, conversationId);
    const collection = await collections.require(viewer, conversation.collectionId);
    const where = { conversation, collection };
    const appended = (await this.#earlier(conversation, messages)) ?? (await this.#append(viewer, where, messages));
    return {
      ...('replayedIds' in appended ? await this.#replay(viewer, messages, appended.replayedIds) : appended),
      conversation: await conversations.require(viewer, conversationId),
    };
  }

  /** What an earlier, equal call appended, if learning from the messages takes longer than looking that up. */
  async #earlier(conversation: Conversation, messages: readonly NewMessage[]) {
    if (!messages.some(({ remember }) => remember)) return null;
    const replayedIds = await findAppend(this.#parts.db, conversation, messages);
    return replayedIds && { replayedIds };
  }

  async #append(viewer: Viewer, where: Where, messages: readonly NewMessage[]): Promise<Appended> {
    const { conversation, collection } = where;
    const readings = await this.#read(await this.#learnt(viewer, where, messages));
    const by = { to: this.#parts.memories.destination(viewer, collection), actor: actorOf(viewer) };
    return await inUnitOfWork(this.#parts.db, viewer.accountId, (unit) =>
      appendMessages(unit, { conversation, messages, readings, by }),
    );
  }

  /** Returns the messages that become memories. */
  async #learnt(viewer: Viewer, where: Where, messages: readonly NewMessage[]): Promise<NewMessage[]> {
    const remembered = messages.filter(({ remember }) => remember);
    const echoes = await this.#parts.echoes?.among(viewer, where, remembered);
    return remembered.filter((_, index) => !echoes?.has(index));
  }

  async #read(remembered: readonly NewMessage[]): Promise<Map<string, Reading>> {
    const readings = await this.#parts.reader.read(remembered);
    return new Map(
      readings.flatMap((reading, index) => {
        const message = remembered[index];
        return message ? [[message.id, reading]] : [];
      }),
    );
  }

  /** Returns what an earlier call appended, in its current state. */
  async #replay(viewer: Viewer, given: readonly NewMessage[], ids: readonly string[]) {
    const found = new Map((await this.byIds(viewer, ids)).map((message) => [message.id, message]));
    const messages = ids.map((id) => {
      const message = found.get(id);
      if (!message) throw new NotFoundError({ type: 'Message', id });
      return message;
    });
    const remembered = ids.filter((_, index) => given[index]?.remember);
    const page = { limit: 1, direction: 'forward', after: null, before: null } as const;
    const parents = { of: 'message', ids: remembered } as const;
    const first = { filter: {}, order: 'CREATED_ASC', page } as const;
    const pages = await this.#parts.memories.store.pages(reachOf(viewer), parents, first);
    const memories = remembered.flatMap((id) => pages.get(id)?.items.map(({ item }) => item) ?? []);
    return { messages, memories };
  }
}
