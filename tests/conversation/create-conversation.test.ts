import type { KyselyPlugin } from 'kysely';
import { expect, inject, test } from 'vitest';
import type { Viewer } from '../../src/account/viewer.ts';
import { ConversationService } from '../../src/conversation/conversation.service.ts';
import { conversationServices, startConversation } from '../support/conversations.ts';
import { useDatabase } from '../support/database.ts';
import { useJobs } from '../support/jobs.ts';
import { someWait } from '../support/locks.ts';

const database = useDatabase();
const { db } = database;
const services = conversationServices(db, useJobs(database));
const { collections, conversations } = services;

/** A plugin that calls back once, right after a conversation with this key was read. */
const afterReading = (key: string, then: () => Promise<unknown>): KyselyPlugin => {
  let isDone = false;
  return {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      if (!isDone && result.rows.some((row) => row['key'] === key)) {
        isDone = true;
        await then();
      }
      return result;
    },
  };
};

/** A service whose creation meets the deletion of the conversation that has the key, right after it found it. */
function creatingWhileDeleted(viewer: Viewer, existing: { readonly id: string; readonly key: string }) {
  let deleting: Promise<unknown> = Promise.resolve();
  const remove = () => {
    deleting = conversations.delete(viewer, existing.id);
    return Promise.race([deleting, someWait(db, 1)]);
  };
  const refuse = () => Promise.reject(new Error('This service deletes nothing'));
  const meeting = db.withPlugin(afterReading(existing.key, remove));
  return { creating: new ConversationService(meeting, collections, refuse), deleted: () => deleting };
}

// Waiting for another connection needs more than one.
test.runIf(inject('poolSize') > 1)(
  'a creation by key that meets the deletion of its conversation makes another one, and a repeat finds that',
  async () => {
    const { viewer, collectionId } = await startConversation(services);
    const existing = await conversations.create(viewer, { collectionId, key: 'chat' });
    const { creating, deleted } = creatingWhileDeleted(viewer, { id: existing.id, key: 'chat' });
    const input = { collectionId, key: 'chat', idempotencyKey: 'once' };
    const made = await creating.create(viewer, input);
    await deleted();
    expect(made.id).not.toBe(existing.id);
    expect((await conversations.create(viewer, input)).id).toBe(made.id);
  },
);
