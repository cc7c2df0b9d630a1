import type { Loaders, Services } from '../graphql/context.ts';
import type { SeenBy } from './seen-by.ts';

type ConversationLoaders = Pick<
  Loaders,
  | 'conversation'
  | 'message'
  | 'conversationsOfCollection'
  | 'conversationCount'
  | 'messagesOfConversation'
  | 'windowOfConversation'
>;

export const conversationLoaders = ({ conversations, messages }: Services, seen: SeenBy): ConversationLoaders => ({
  conversation: seen.one(
    (who, ids) => conversations.byIds(who, ids),
    ({ id }) => id,
  ),
  message: seen.one(
    (who, ids) => messages.byIds(who, ids),
    ({ id }) => id,
  ),
  conversationsOfCollection: seen.children((who, ids, page) => conversations.pages(who, ids, page)),
  conversationCount: seen.one(
    (who, ids) => conversations.counts(who, ids),
    ({ collectionId }) => collectionId,
  ),
  messagesOfConversation: seen.children((who, ids, page) => messages.pages(who, ids, page)),
  windowOfConversation: seen.children((who, ids, bounds) => messages.windows(who, ids, bounds)),
});
