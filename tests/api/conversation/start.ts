import type { Viewer } from '../../../src/account/viewer.ts';
import type { Api } from '../../support/execute.ts';
import { mutate } from '../../support/mutate.ts';
import { makeViewer } from '../../support/viewer.ts';

/** A new account with a collection and conversations, by their global ids. */
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

const appended = `conversation { id messageCount lastMessageAt }
  messages { id seq role speaker content sentAt metadata remembered { content } conversation { id messageCount } }
  memories { id content kind speaker validFrom source { id seq } collection { id memoryCount } }`;
const problems = `... on NotFoundError { missingId } ... on ValidationError { issues { path message } }
  ... on ConflictError { reason current { id } }`;

/** Appends messages; returns every field of the payload. */
export const append = (api: Api, viewer: Viewer, conversationId: string, messages: readonly object[]) =>
  mutate(api, viewer, 'appendMessages', { conversationId, messages }, appended, problems);

export const turns = (count: number, given: object = {}) =>
  Array.from({ length: count }, (_, n) => ({ role: 'USER', content: `turn ${n + 1}`, ...given }));
