import type { Viewer } from '../account/viewer.ts';
import type { CollectionService } from '../collection/collection.service.ts';
import type { Collection, Created } from '../collection/collection.ts';
import { reachOf } from '../collection/reach.ts';
import type { RequestErasure } from '../collection/request-erasure.ts';
import { withoutCollision } from '../memory/without-collision.ts';
import type { Database } from '../platform/db/database.ts';
import { claimKey, settleKey, withoutNulls } from '../platform/db/idempotency.ts';
import { newId } from '../platform/db/new-id.ts';
import type { Page, PageRequest } from '../platform/db/page.ts';
import { NotFoundError } from '../platform/errors.ts';
import { inUnitOfWork } from '../platform/events/unit-of-work.ts';
import { isSameJson } from '../platform/json-object.ts';
import { parseInput } from '../platform/validation.ts';
import {
  type CreateConversation,
  createConversationInput,
  type UpdateConversation,
  updateConversationInput,
} from './conversation.input.ts';
import { ConversationStore } from './conversation.store.ts';
import type { Conversation, ConversationOrder } from './conversation.ts';
import { deleteConversation } from './delete-conversation.ts';
import { insertConversation } from './insert-conversation.ts';

export interface DeletedConversation {
  readonly collection: Collection;
  readonly deletedMemoryCount: number;
  readonly keptMemoryCount: number;
}

export class ConversationService {
  readonly #db: Database;
  readonly #store: ConversationStore;
  readonly #collections: CollectionService;
  readonly #requestErasure: RequestErasure;

  constructor(db: Database, collections: CollectionService, requestErasure: RequestErasure) {
    this.#db = db;
    this.#store = new ConversationStore(db);
    this.#collections = collections;
    this.#requestErasure = requestErasure;
  }

  byIds(viewer: Viewer, ids: readonly string[]): Promise<Conversation[]> {
    return this.#store.byIds(reachOf(viewer), ids);
  }

  async require(viewer: Viewer, id: string): Promise<Conversation> {
    const [conversation] = await this.byIds(viewer, [id]);
    if (!conversation) throw new NotFoundError({ type: 'Conversation', id });
    return conversation;
  }

  page(
    viewer: Viewer,
    collectionIds: readonly string[],
    order: ConversationOrder,
    request: PageRequest,
  ): Promise<Page<Conversation>> {
    return this.#store.page(reachOf(viewer), collectionIds, order, request);
  }

  /** Returns the same page of each collection's own conversations. */
  pages(
    viewer: Viewer,
    collectionIds: readonly string[],
    order: ConversationOrder,
    request: PageRequest,
  ): Promise<Map<string, Page<Conversation>>> {
    return this.#store.pages(reachOf(viewer), collectionIds, order, request);
  }

  /** Number of conversations of each collection. */
  counts(viewer: Viewer, collectionIds: readonly string[]): Promise<Map<string, number>> {
    return this.#store.counts(reachOf(viewer), collectionIds);
  }

  /** Number of conversations of these collections together. */
  async count(viewer: Viewer, collectionIds: readonly string[]): Promise<number> {
    const counts = await this.counts(viewer, collectionIds);
    return counts.values().reduce((sum, count) => sum + count, 0);
  }

  /** Returns the conversation with each of the application's keys in a collection. */
  byKeys(viewer: Viewer, collectionId: string, keys: readonly string[]): Promise<Map<string, Conversation | null>> {
    return this.#store.byKeys(reachOf(viewer), collectionId, keys);
  }

  /** Creates a conversation. If another one in the collection has the key, returns that one unchanged. */
  async create(viewer: Viewer, given: CreateConversation): Promise<Created<Conversation>> {
    const { idempotencyKey, ...values } = parseInput(createConversationInput, given);
    const { accountId } = viewer;
    const { id: collectionId } = await this.#collections.require(viewer, given.collectionId);
    // The usual case for a known key: writes nothing.
    const known =
      values.key && !idempotencyKey ? await this.#store.byKey(reachOf(viewer), collectionId, values.key) : null;
    if (known) return { ...known, outcome: 'EXISTING' };
    const id = newId();
    const made = await inUnitOfWork(this.#db, accountId, async (unit): Promise<Created<{ id: string }>> => {
      const scope = { accountId, mutation: 'createConversation', parentId: collectionId, makes: 'Conversation' };
      const earlier = await claimKey(unit.db, scope, {
        key: idempotencyKey,
        body: withoutNulls(values),
        resultIds: [id],
      });
      if (earlier) return { id: earlier[0] ?? id, outcome: 'REPLAYED' };
      const thereId = await insertConversation(unit, viewer, {
        account_id: accountId,
        id,
        collection_id: collectionId,
        key: values.key ?? null,
        title: values.title ?? null,
        metadata: values.metadata ? JSON.stringify(values.metadata) : null,
      });
      if (thereId === null) return { id, outcome: 'CREATED' };
      await settleKey(unit.db, scope, idempotencyKey, thereId);
      return { id: thereId, outcome: 'EXISTING' };
    });
    return { ...(await this.require(viewer, made.id)), outcome: made.outcome };
  }

  async update(viewer: Viewer, given: UpdateConversation): Promise<Conversation> {
    const values = parseInput(updateConversationInput, given);
    const { accountId, id, collectionId } = await this.require(viewer, given.id);
    await inUnitOfWork(this.#db, accountId, async (unit) => {
      const store = new ConversationStore(unit.db);
      // Lock first, so that the changes are determined against the latest committed state.
      const isThere = await store.lock(accountId, id, 'change');
      const [before] = isThere ? await store.byIds(reachOf(viewer), [id]) : [];
      if (!before) throw new NotFoundError({ type: 'Conversation', id });
      const changed = changedBy(before, values);
      if (changed.length === 0) return;
      const { title, metadata } = values;
      await store.update(accountId, id, { title, metadata: metadata && JSON.stringify(metadata) });
      const event = { type: 'ConversationChanged', subjectId: id, changed } as const;
      unit.record({ ...event, kind: 'conversation', streamId: id });
      unit.record({ ...event, kind: 'collection', streamId: collectionId });
    });
    return this.require(viewer, id);
  }

  /** Deletes a conversation with its messages and what was learnt from them: hidden at once, erased before long. */
  async delete(viewer: Viewer, id: string): Promise<DeletedConversation> {
    const conversation = await this.require(viewer, id);
    const { deleted, kept } = await withoutCollision(() =>
      inUnitOfWork(this.#db, viewer.accountId, async (unit) => {
        const departure = await deleteConversation(unit, reachOf(viewer), conversation);
        await this.#requestErasure(unit);
        return departure;
      }),
    );
    const collection = await this.#collections.require(viewer, conversation.collectionId);
    return { collection, deletedMemoryCount: deleted, keptMemoryCount: kept };
  }
}

/** Names of the fields whose value differs. */
const changedBy = (before: Conversation, { title, metadata }: Omit<UpdateConversation, 'id'>): string[] => [
  ...(title !== undefined && title !== before.title ? ['title'] : []),
  ...(metadata !== undefined && !isSameJson(metadata, before.metadata) ? ['metadata'] : []),
];
