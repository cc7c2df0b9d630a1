import type { Api } from '../../support/execute.ts';
import { makeViewer } from '../../support/viewer.ts';

/** An account of its own with a collection and conversations in it, by their global ids. */
export async function start({ run }: Api, count = 1) {
  const viewer = makeViewer();
  const { createCollection } = await run(
    viewer,
    'mutation { createCollection(input: { name: "Home" }) { ... on CreateCollectionPayload { collection { id } } } }',
  );
  const collectionId: string = createCollection.collection.id;
  const conversationIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const { createConversation } = await run(
      viewer,
      `mutation ($input: CreateConversationInput!) { createConversation(input: $input) {
        ... on CreateConversationPayload { conversation { id } } } }`,
      { input: { collectionId, title: `talk ${n}` } },
    );
    conversationIds.push(createConversation.conversation.id);
  }
  return { viewer, collectionId, conversationIds, id: conversationIds[0] ?? '' };
}

/** Whatever an append answers. */
export const APPEND = `mutation ($input: AppendMessagesInput!) {
  appendMessages(input: $input) {
    __typename
    ... on AppendMessagesPayload {
      conversation { id messageCount lastMessageAt }
      messages { id seq role speaker content sentAt metadata remembered { content } conversation { id messageCount } }
      memories { id content kind speaker validFrom source { id seq } collection { id memoryCount } }
    }
    ... on Error { message code }
    ... on NotFoundError { missingId }
    ... on ValidationError { issues { path message } }
    ... on ConflictError { reason current { id } }
  }
}`;

export const turns = (count: number, given: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ role: 'USER', content: `turn ${n + 1}`, ...given }));
