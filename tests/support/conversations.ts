import { CollectionService } from '../../src/collection/collection.service.ts';
import { erasureBy } from '../../src/collection/request-erasure.ts';
import type { GivenMessage } from '../../src/conversation/conversation.input.ts';
import { ConversationService } from '../../src/conversation/conversation.service.ts';
import { MessageService } from '../../src/conversation/message.service.ts';
import { MemoryService } from '../../src/memory/memory.service.ts';
import type { Database } from '../../src/platform/db/database.ts';
import type { JobSender } from '../../src/platform/jobs/job.ts';
import { models } from './models.ts';
import { makeViewer } from './viewer.ts';

export const { reader } = models;

/** The services around conversations on a database. Tests that delete conversations pass the `jobs` that useJobs opens. */
export function conversationServices(db: Database, jobs?: JobSender) {
  const collections = new CollectionService(db);
  const memories = new MemoryService({ db, reader, collections });
  const conversations = new ConversationService(db, collections, (unit) => {
    if (!jobs) throw new Error('This test deletes: give conversationServices what useJobs opens');
    return erasureBy(jobs)(unit);
  });
  return {
    collections,
    memories,
    conversations,
    messages: new MessageService({ db, reader, collections, memories, conversations }),
  };
}

/** Creates an account with a collection and a conversation in it. */
export async function startConversation({ collections, conversations }: ReturnType<typeof conversationServices>) {
  const viewer = makeViewer();
  const collection = await collections.create(viewer, { name: 'Home' });
  const conversation = await conversations.create(viewer, { collectionId: collection.id, title: 'Hello' });
  return { viewer, collectionId: collection.id, id: conversation.id };
}

export const said = (content: string, given: Partial<GivenMessage> = {}): GivenMessage => ({
  role: 'USER',
  content,
  ...given,
});
