import type { Api } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

/** An account of its own with a collection and conversations in it, by their global ids. */
export async function start(api: Api, count = 1) {
  const viewer = makeViewer();
  const { collection } = await mutate(api, viewer, 'createCollection', { name: 'Home' }, 'collection { id }');
  const collectionId: string = collection.id;
  const conversationIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const input = { collectionId, title: `talk ${n}` };
    conversationIds.push(
      (await mutate(api, viewer, 'createConversation', input, 'conversation { id }')).conversation.id,
    );
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
